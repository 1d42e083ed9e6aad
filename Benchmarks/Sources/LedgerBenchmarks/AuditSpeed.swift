import EthereumPrimitives
import Figures
import Foundation
import Ledger
import PerpsProtocol
import ReferenceSecp256k1
import SessionKeys
import Signing

/// How fast a ledger is audited whose signatures are real, and how fast libsecp256k1 alone verifies as many.
struct AuditSpeed {
  let directory: URL
  let entryCount: Int

  struct Figures {
    let entriesPerSecond: Double
    /// The processor's time for each entry, in seconds.
    let processorSeconds: Double
    /// Entries that are audited, by signatures that libsecp256k1 alone verifies in the same time on all cores.
    let ratio: Double
  }

  func run() async throws -> Figures {
    let path = directory.appending(path: "ledger.sqlite").path
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try await fill(path)
    // Before and after: the machine does other things, too.
    let bareBefore = try bareVerificationsPerSecond()
    let audit = LedgerAudit(path: path, policy: .standard, indexPricePublisher: nil, verifier: ECDSAVerifier())
    let (begin, processorBegin) = (ContinuousClock.now, ProcessorTime.now)
    let report = try await audit.run()
    let seconds = (ContinuousClock.now - begin).seconds
    guard report.holds, report.entryCount == UInt64(entryCount) else {
      throw BenchmarkError("the audit finds \(report.findings)")
    }
    let processorSeconds = (ProcessorTime.now - processorBegin) / Double(entryCount)
    let bare = (bareBefore + (try bareVerificationsPerSecond())) / 2
    return Figures(
      entriesPerSecond: Double(entryCount) / seconds, processorSeconds: processorSeconds,
      ratio: Double(entryCount) / seconds / bare)
  }

  /// What libsecp256k1 verifies in a second on all cores, without anything around it.
  private func bareVerificationsPerSecond() throws -> Double {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let secret = [UInt8](repeating: 2, count: 32)
    let digests = (1...64).map { Bytes32(bigEndian: 0, 0, 0, $0) }
    let references = try (0..<cores).map { _ in try ReferenceSecp256k1(secret: secret, digests: digests) }
    let begin = ContinuousClock.now
    let count = entryCount / cores
    // Each thread has a reference of its own.
    nonisolated(unsafe) let own = references
    DispatchQueue.concurrentPerform(iterations: cores) { core in
      for _ in 0..<count { unsafe own[core].verify() }
    }
    return Double(count * cores) / (ContinuousClock.now - begin).seconds
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
