import EthereumPrimitives
import Foundation
import Ledger
import PerpsProtocol
import SessionKeys
import Signing

/// How fast a ledger is audited whose signatures are real.
struct AuditSpeed {
  let directory: URL
  let entryCount: Int

  /// Entries in a second, and the processor's time for each in seconds.
  func run() async throws -> (entriesPerSecond: Double, processorSeconds: Double) {
    let path = directory.appending(path: "ledger.sqlite").path
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try await fill(path)
    let audit = LedgerAudit(path: path, policy: .standard, indexPricePublisher: nil, verifier: ECDSAVerifier())
    let (begin, processorBegin) = (ContinuousClock.now, processorTime())
    let report = try await audit.run()
    let seconds = (ContinuousClock.now - begin).seconds
    guard report.holds, report.entryCount == UInt64(entryCount) else {
      throw BenchmarkError("the audit finds \(report.findings)")
    }
    return (Double(entryCount) / seconds, (processorTime() - processorBegin) / Double(entryCount))
  }

  private func fill(_ path: String) async throws {
    let time = SimulatedTime()
    let ledger = try SQLiteLedger(path: path, configuration: LoadedLedger.configuration(time))
    let authenticator = RequestAuthenticator(
      domain: LoadedLedger.domain, verifier: ECDSAVerifier(), policy: .standard)
    let (wallet, sessionKey) = (
      LocalWallet(try Secp256k1PrivateKey(bytes: [UInt8](repeating: 1, count: 32))),
      SessionKey(try Secp256k1PrivateKey(bytes: [UInt8](repeating: 2, count: 32)))
    )
    let nonce = time.nonce()
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: wallet.address, sessionKey: sessionKey.address, scope: .unlimited,
      expiresAt: nonce.time.timestamp.adding(milliseconds: SessionKeyAuthorization.lifetimeMillisecondsMaximum))
    let request = SignedRequest(
      action: .authorizeSessionKey(
        SessionKeyEnrollment(
          authorization: authorization, consent: try sessionKey.consent(to: authorization, in: LoadedLedger.domain),
          publicKey: nil)),
      signature: .secp256k1(try wallet.sign(authorization, in: LoadedLedger.domain)))
    _ = try await ledger.admit(authenticator.authenticate(request, keys: SingleKey(only: nil)))
    try await order(ledger, authenticator, wallet.address, sessionKey, time)
    try await ledger.close()
  }

  private func order(
    _ ledger: SQLiteLedger, _ authenticator: RequestAuthenticator<ECDSAVerifier>, _ wallet: Address,
    _ sessionKey: SessionKey, _ time: SimulatedTime
  ) async throws {
    let keys = SingleKey(only: try await ledger.record(of: sessionKey.address))
    let market = try MarketSymbol("ETH-USD")
    for start in stride(from: 1, to: entryCount, by: 1_024) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in start..<min(start + 1_024, entryCount) {
          let order = try Order(
            nonce: time.nonce(), wallet: wallet, sessionKey: sessionKey.address, market: market, side: .buy,
            quantity: .one, terms: .limit(price: .one))
          let request = SignedRequest(
            action: .trade(.order(order)), signature: try sessionKey.sign(.order(order), in: LoadedLedger.domain))
          let authenticated = try authenticator.authenticate(request, keys: keys)
          group.addTask { _ = try await ledger.admit(authenticated) }
        }
        try await group.waitForAll()
      }
    }
  }
}
