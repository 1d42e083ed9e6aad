import EthereumPrimitives
import Foundation
import Ledger
import PerpsProtocol
import SessionKeys
import TypedData

/// A ledger in a directory of its own, and what fills it, all through the door that every request takes.
final class LoadedLedger {
  let path: String
  let ledger: SQLiteLedger
  private let time = SimulatedTime()
  private let authenticator: RequestAuthenticator<SimulatedCurve>
  private var authorizations: [Nonce] = []
  private let market: MarketSymbol
  private let scope: SessionKeyScope

  static let domain = Domain.katanaPerps(.sandbox, chainID: 737_373, contract: .zero)
  private static let requestsAtOnce = 4_096

  init(directory: URL) throws {
    try? FileManager.default.removeItem(at: directory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appending(path: "ledger.sqlite").path
    ledger = try SQLiteLedger(path: path, configuration: Self.configuration(time))
    authenticator = RequestAuthenticator(domain: Self.domain, verifier: SimulatedCurve(), policy: .standard)
    market = try MarketSymbol("ETH-USD")
    scope = try SessionKeyScope(permission: .trade, markets: [market], maximumDailyValue: Pips("90000000000.00000000"))
  }

  static func configuration(_ time: SimulatedTime) -> LedgerConfiguration {
    LedgerConfiguration(
      domain: domain, policy: .standard, indexPricePublisher: nil, clock: { time.now })
  }

  var now: Timestamp { time.now }
  var keyCount: Int { authorizations.count }

  /// Registers keys, and then lets them place orders in turn until there are so many entries.
  func fill(keys: Int, entries: Int, progress: (Int) -> Void) async throws {
    var done = 0
    while done < max(keys, entries) {
      let count = min(Self.requestsAtOnce, (done < keys ? keys : entries) - done)
      let requests = try (done..<done + count).map { index in
        try index < keys ? authorization(of: index) : order(of: index * 7_919 % keys)
      }
      try await admit(requests)
      done += count
      progress(done)
    }
  }

  /// Admits requests all at once.
  private func admit(_ requests: [AuthenticatedRequest]) async throws {
    let ledger = ledger
    try await withThrowingTaskGroup(of: Void.self) { group in
      for request in requests { group.addTask { _ = try await ledger.admit(request) } }
      try await group.waitForAll()
    }
  }
}

// MARK: - Requests

extension LoadedLedger {
  private func authorization(of index: Int) throws -> AuthenticatedRequest {
    let party = try Party(index: index)
    let nonce = time.nonce()
    authorizations.append(nonce)
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: party.wallet.address, sessionKey: party.sessionKey.address, scope: scope,
      expiresAt: expiry(nonce))
    let enrollment = SessionKeyEnrollment(
      authorization: authorization, consent: party.sessionKey.signature, publicKey: nil)
    let request = SignedRequest(action: .authorizeSessionKey(enrollment), signature: party.wallet.signature)
    return try authenticator.authenticate(request, keys: SingleKey(only: nil))
  }

  /// The next order of a key.
  func order(of index: Int) throws -> AuthenticatedRequest {
    let party = try Party(index: index)
    let order = try Order(
      nonce: time.nonce(), wallet: party.wallet.address, sessionKey: party.sessionKey.address, market: market,
      side: .buy, quantity: .one, terms: .limit(price: .one))
    let record = SessionKeyRecord(
      address: party.sessionKey.address, wallet: party.wallet.address, publicKey: party.sessionKey.publicKey,
      scope: scope, authorizationNonce: authorizations[index], expiresAt: expiry(authorizations[index]), name: nil)
    let request = SignedRequest(action: .trade(.order(order)), signature: party.sessionKey.signature)
    return try authenticator.authenticate(request, keys: SingleKey(only: record))
  }

  private func expiry(_ nonce: Nonce) -> Timestamp {
    nonce.time.timestamp.adding(milliseconds: SessionKeyAuthorization.lifetimeMillisecondsMaximum)
  }
}
