import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization
import Testing
import TypedData

/// A clock that tests set.
final class TestClock: Sendable {
  private let milliseconds = Mutex<UInt64>(1_800_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) ?? .maximum }
  func advance(milliseconds count: UInt64) { milliseconds.withLock { $0 += count } }
  func goBack(milliseconds count: UInt64) { milliseconds.withLock { $0 -= count } }
}

/// A value that tasks of a test share.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }
  func change(_ body: @Sendable (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}

/// A wallet and a session key of its own.
struct Trader: Sendable {
  let walletKey: Secp256k1PrivateKey
  let keyKey: Secp256k1PrivateKey
  let sessionKey: SessionKey
  var wallet: Address { walletKey.address }
  var key: Address { sessionKey.address }

  init(seed: UInt8, key keySeed: UInt8 = 0) throws {
    walletKey = try Secp256k1PrivateKey(bytes: Keccak256.hash([seed]).bytes)
    keyKey = try Secp256k1PrivateKey(bytes: Keccak256.hash([seed, keySeed, 1]).bytes)
    sessionKey = SessionKey(keyKey)
  }
}

/// An open ledger with everything that it needs, and what tests do with it.
final class World: Sendable {
  static let domain = Domain.katanaPerps(.sandbox, chainID: 737_373, contract: .zero)

  let clock = TestClock()
  let place: any LedgerPlace
  let policy: AdmissionPolicy
  let requestsWaitingMaximum: Int
  let publisher: Trader
  /// What the ledger has told of its commits, through all openings.
  let commits = CommitLog()
  private let current: Mutex<any Ledger>
  private let nonceCount = Mutex<UInt64>(0)

  var ledger: any Ledger { current.withLock { $0 } }

  init(_ place: any LedgerPlace, policy: AdmissionPolicy, requestsWaitingMaximum: Int) async throws {
    self.place = place
    self.policy = policy
    self.requestsWaitingMaximum = requestsWaitingMaximum
    publisher = try Trader(seed: 250)
    let configuration = Self.configuration(
      clock, policy, publisher.wallet, requestsWaitingMaximum, onCommit: commits.note)
    current = Mutex(try await place.open(configuration))
  }

  /// Runs a test in a world of its own and cleans up behind it.
  static func run(
    _ store: any LedgerStore, policy: AdmissionPolicy = .standard, requestsWaitingMaximum: Int = 8_192,
    _ body: (World) async throws -> Void
  ) async throws {
    let place = try await store.makePlace()
    defer { place.remove() }
    let world = try await World(place, policy: policy, requestsWaitingMaximum: requestsWaitingMaximum)
    do {
      try await body(world)
      try await world.commits.expectAll(of: world.ledger)
      #expect(try await place.findings(policy: policy, indexPricePublisher: world.publisher.wallet) == [])
    } catch {
      try? await world.ledger.close()
      throw error
    }
    try await world.ledger.close()
  }

  static func configuration(
    _ clock: TestClock, _ policy: AdmissionPolicy, _ publisher: Address?, _ waiting: Int = 8_192,
    domain: Domain = domain, onCommit: @escaping @Sendable ([LedgerEntry]) -> Void = { _ in }
  ) -> LedgerConfiguration {
    LedgerConfiguration(
      domain: domain, policy: policy, indexPricePublisher: publisher, requestsWaitingMaximum: waiting,
      clock: { clock.now }, onCommit: onCommit, onCommitByOthers: onCommit)
  }

  /// Closes the ledger and opens it again, by another policy if one is given.
  func restart(policy: AdmissionPolicy? = nil) async throws {
    try await ledger.close()
    let reopened = try await place.open(
      Self.configuration(
        clock, policy ?? self.policy, publisher.wallet, requestsWaitingMaximum, onCommit: commits.note))
    current.withLock { $0 = reopened }
  }

  /// A nonce that no other is, later than all before it at the same time of the clock.
  func nonce(milliseconds offset: Int = 0) -> Nonce {
    let count = nonceCount.withLock { count in
      count += 1
      return count
    }
    let now = Int(clock.now.milliseconds) + offset
    let time = NonceTime(Timestamp(milliseconds: UInt64(max(now, 0))) ?? .maximum)
    return Nonce(time: NonceTime(ticks: time.ticks + count % 10_000) ?? time, clockSequence: 0, node: count)
  }
}

// MARK: - Requests

extension World {
  func authenticate(_ request: SignedRequest) throws(Refusal) -> AuthenticatedRequest {
    try authenticator.authenticate(request, keys: Directory(keys: ledger.sessionKeys))
  }

  var authenticator: RequestAuthenticator<ECDSAVerifier> {
    RequestAuthenticator(domain: Self.domain, verifier: ECDSAVerifier(), policy: policy)
  }

  /// Admits a request, and holds the ledger to what it says beforehand when it is only asked.
  @discardableResult
  func admit(_ request: SignedRequest) async throws -> LedgerEntry {
    let authenticated = try authenticate(request)
    let ledger = self.ledger
    let expected = await Verdict { try await ledger.check(authenticated) }
    do {
      let entry = try await ledger.admit(authenticated)
      #expect(expected == .admitted(entry.judgement))
      return entry
    } catch {
      if error is Refusal || error as? LedgerError == .indexPricePublisherNotAppointed {
        #expect(expected == Verdict(error))
      }
      throw error
    }
  }

  func attempt(_ request: SignedRequest) throws -> CustodyAttempt? {
    authenticator.custodyAttempt(in: request, keys: Directory(keys: ledger.sessionKeys))
  }

  func signed(_ action: RequestedAction, by key: Secp256k1PrivateKey) throws -> SignedRequest {
    func sign<Message: PerpsMessage>(_ message: Message) throws -> RecoverableSignature {
      try LocalWallet(key).sign(message, in: Self.domain)
    }
    return SignedRequest(action: action, signature: .secp256k1(try sign(action.message)))
  }

  func authorization(
    of trader: Trader, scope: SessionKeyScope = .unlimited, nonce: Nonce? = nil, name: String? = nil
  ) throws -> SignedRequest {
    let nonce = nonce ?? self.nonce()
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: trader.wallet, sessionKey: trader.key, scope: scope,
      expiresAt: nonce.time.timestamp.adding(milliseconds: SessionKeyAuthorization.lifetimeMillisecondsMaximum))
    let consent = try trader.sessionKey.consent(to: authorization, in: Self.domain)
    let enrollment = SessionKeyEnrollment(authorization: authorization, consent: consent, publicKey: nil)
    let request = try signed(.authorizeSessionKey(enrollment), by: trader.walletKey)
    return SignedRequest(
      action: request.action, signature: request.signature, label: name.flatMap { SessionKeyName($0) })
  }

  /// An order of the trader's session key.
  func order(
    of trader: Trader, price: String = "1.00000000", quantity: String = "1.00000000", nonce: Nonce? = nil
  ) throws -> SignedRequest {
    let order = try Order(
      nonce: nonce ?? self.nonce(), wallet: trader.wallet, sessionKey: trader.key, market: MarketSymbol("ETH-USD"),
      side: .buy, quantity: Pips(quantity), terms: .limit(price: Pips(price)))
    return SignedRequest(
      action: .trade(.order(order)), signature: try trader.sessionKey.sign(.order(order), in: Self.domain))
  }

  func revocation(of trader: Trader, nonce: Nonce? = nil) throws -> SignedRequest {
    let revocation = SessionKeyRevocation(
      nonce: nonce ?? self.nonce(), wallet: trader.wallet, sessionKey: trader.key, openOrders: .cancel)
    return try signed(.revokeSessionKey(revocation), by: trader.walletKey)
  }

  func revocationOfAll(by trader: Trader, nonce: Nonce? = nil) throws -> SignedRequest {
    let message = AllSessionKeysRevocation(nonce: nonce ?? self.nonce(), wallet: trader.wallet, openOrders: .keep)
    return try signed(.revokeAllSessionKeys(message), by: trader.walletKey)
  }

  func deposit(by trader: Trader, nonce: Nonce? = nil) throws -> SignedRequest {
    let deposit = Deposit(nonce: nonce ?? self.nonce(), wallet: trader.wallet, quantity: .one)
    return try signed(.deposit(deposit), by: trader.walletKey)
  }

  func indexPrice(_ price: String, by publisher: Trader) throws -> SignedRequest {
    let price = try IndexPrice(
      nonce: nonce(), wallet: publisher.wallet, market: MarketSymbol("ETH-USD"), price: Pips(price))
    return try signed(.publishIndexPrice(price), by: publisher.walletKey)
  }

  /// What a thief does with a stolen session key.
  func withdrawal(from trader: Trader) throws -> SignedRequest {
    let withdrawal = Withdrawal(nonce: nonce(), wallet: trader.wallet, quantity: .one, maximumGasFee: .zero)
    guard let withdrawal else { throw Refusal.invalidSignature }
    return try signed(.withdraw(withdrawal), by: trader.keyKey)
  }
}

/// A directory behind a protocol, for a generic parameter.
struct Directory: SessionKeyDirectory {
  let keys: any SessionKeyDirectory

  func record(of sessionKey: Address) -> SessionKeyRecord? { keys.record(of: sessionKey) }
  func p256Records(of wallet: Address) -> [SessionKeyRecord] { keys.p256Records(of: wallet) }
}
