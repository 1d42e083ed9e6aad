internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import Synchronization

/// Asks the ledger what metrics and health checks show. Counting keys takes a while where there are many, so that is
/// done at most every ten seconds, however often somebody asks.
final class GaugeReader: Sendable {
  private let ledger: any Ledger
  private let replica: ExchangeReplica
  private let hub: SubscriptionHub
  private let clock: @Sendable () -> Timestamp
  private let counted = Mutex<(counts: SessionKeyCounts, until: ContinuousClock.Instant)?>(nil)

  private static let interval = Duration.seconds(10)

  init(ledger: any Ledger, replica: ExchangeReplica, hub: SubscriptionHub, clock: @escaping @Sendable () -> Timestamp) {
    self.ledger = ledger
    self.replica = replica
    self.hub = hub
    self.clock = clock
  }

  /// Whether the ledger can be read and takes requests, and the exchange has all of it.
  var isReady: Bool {
    get async {
      guard !replica.isHalted, ledger.readiness == .ready, ledger.takesRequests else { return false }
      return (try? await ledger.latestSequence()) != nil
    }
  }

  /// The last entry that the exchange has carried out.
  var sequence: UInt64 { replica.read { $0.sequence } }

  func gauges() async throws -> Gauges {
    let counts = try await counts()
    return Gauges(
      isReady: await isReady, latestSequence: sequence, registeredKeys: counts.registered, revokedKeys: counts.revoked,
      activeKeys: counts.active, webSockets: await hub.socketCount,
      batchesWaiting: hub.batchesWaiting)
  }

  private func counts() async throws -> SessionKeyCounts {
    if let counted = counted.withLock({ $0 }), ContinuousClock.now < counted.until { return counted.counts }
    let counts = try await ledger.sessionKeyCounts(at: clock())
    counted.withLock { $0 = (counts, ContinuousClock.now + Self.interval) }
    return counts
  }
}
