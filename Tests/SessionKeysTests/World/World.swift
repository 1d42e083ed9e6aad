import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Signing
import TypedData

/// A wallet with a session key of each kind that it authorised an hour ago for a week, beside a stranger with one.
///
/// Everything is fixed: the clock stands at noon of 1 March 2026, UTC, and the keys are made from one byte each.
struct World {
  let wallet: Signer
  let key: Signer
  let p256Key: Signer
  let stranger: Signer
  let strangersKey: Signer
  /// Keys that nobody has authorised yet.
  let newKey: Signer
  let newP256Key: Signer

  var domain = Domain.katanaPerps(.sandbox, chainID: 747_474, contract: Self.contract)
  var policy = AdmissionPolicy.standard
  var facts = InMemoryFacts(now: Self.noon)

  static let contract = Address(lastBytesOf: Bytes32(bigEndian: 0, 0, 0xc0ff_ee00, 0x1234_5678_9abc_def0))
  static let noon = NonceTime.milliseconds(1_772_366_400_000)
  static let authorizedAt = noon.earlier(by: 3_600_000)
  static let expiresAt = authorizedAt.adding(milliseconds: 7 * Timestamp.millisecondsPerDay)

  init() throws {
    wallet = try Signer(secp256k1: 0x01)
    key = try Signer(secp256k1: 0x02)
    p256Key = try Signer(p256: 0x03)
    stranger = try Signer(secp256k1: 0x04)
    strangersKey = try Signer(secp256k1: 0x05)
    newKey = try Signer(secp256k1: 0x06)
    newP256Key = try Signer(p256: 0x07)
    register(key)
    register(p256Key)
    register(strangersKey, wallet: stranger)
    facts.indexPrices = [try .eth: try Pips("2000.00000000")]
  }

  /// Registers a key anew, with other bounds.
  mutating func register(
    _ key: Signer, wallet: Signer? = nil, scope: SessionKeyScope = .unlimited, authorized: Nonce? = nil,
    expiresAt: Timestamp = Self.expiresAt
  ) {
    facts.records[key.address] = SessionKeyRecord(
      address: key.address, wallet: (wallet ?? self.wallet).address, publicKey: key.publicKey, scope: scope,
      authorizationNonce: authorized ?? .at(Self.authorizedAt), expiresAt: expiresAt, name: nil)
  }

  /// Asks for an action with a signature in this world's domain.
  func request(_ action: RequestedAction, by signer: Signer, label: SessionKeyName? = nil) throws -> SignedRequest {
    SignedRequest(action: action, signature: try signer.sign(action, in: domain), label: label)
  }

  func authenticate(_ request: SignedRequest) throws(Refusal) -> AuthenticatedRequest {
    let authenticator = RequestAuthenticator(domain: domain, verifier: ECDSAVerifier(), policy: policy)
    return try authenticator.authenticate(request, keys: facts)
  }

  /// The whole way: who signed it, and may they?
  func judge(_ request: SignedRequest) throws(Refusal) -> VerifiedAction {
    try AdmissionRules(policy: policy).admit(authenticate(request), under: facts)
  }

  /// What the judgement of a request refuses, or `nil` when it is admitted.
  func refusal(of request: SignedRequest) -> Refusal? {
    do {
      _ = try judge(request)
      return nil
    } catch { return error }
  }
}

extension NonceTime {
  /// A time that a test writes down, at most year 9999.
  static func milliseconds(_ milliseconds: UInt64) -> Timestamp {
    Timestamp(milliseconds: milliseconds) ?? .maximum
  }
}

extension Timestamp {
  func earlier(by duration: UInt64) -> Timestamp { NonceTime.milliseconds(milliseconds - duration) }
  func later(by duration: UInt64) -> Timestamp { adding(milliseconds: duration) }
}

extension Nonce {
  /// A nonce so many ticks of 100 ns after the first tick of a millisecond.
  static func at(_ time: Timestamp, ticks: Int64 = 0, node: UInt64 = 1) -> Nonce {
    let tick = UInt64(Int64(NonceTime(time).ticks) + ticks)
    return Nonce(time: NonceTime(ticks: tick) ?? NonceTime(time), clockSequence: 7, node: node)
  }
}

extension MarketSymbol {
  static var eth: MarketSymbol { get throws { try MarketSymbol("ETH-USD") } }
  static var btc: MarketSymbol { get throws { try MarketSymbol("BTC-USD") } }
}
