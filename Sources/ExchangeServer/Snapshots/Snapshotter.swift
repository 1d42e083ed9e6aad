internal import KeyVault
internal import Ledger
internal import Logging
internal import SandboxExchange
internal import Synchronization

/// Keeps snapshots of the exchange, so that a start replays only what came after the last.
final class Snapshotter: Sendable {
  /// After how many entries a snapshot is due: replaying so many takes about a second.
  static let entriesBetween: UInt64 = 100_000

  private let directory: SnapshotDirectory
  private let exchange: ExchangeConfiguration
  private let logger: Logger
  private let written = Mutex<UInt64>(0)

  init(configuration: ServerConfiguration) {
    directory = SnapshotDirectory(
      path: DataDirectory.snapshots(in: configuration.dataDirectory), domain: configuration.domain)
    exchange = configuration.exchange
    logger = configuration.logger
  }

  /// The newest state that is of this ledger, or `nil`; with why others were passed over, for the operator.
  func newest(of ledger: any Ledger) async throws -> (exchange: SandboxExchange?, notes: [String]) {
    let search = try await directory.newest(under: exchange, of: ledger)
    written.withLock { $0 = search.exchange?.sequence ?? 0 }
    return (search.exchange, search.skipped.map(\.description))
  }

  /// Writes a snapshot when there is enough since the last.
  func writeIfDue(_ replica: ExchangeReplica) {
    let sequence = replica.read { $0.sequence }
    if sequence >= written.withLock({ $0 }) + Self.entriesBetween { write(replica) }
  }

  /// Writes a snapshot, unless there is nothing new. One that cannot be written costs time at the next start, and
  /// nothing else: the log says so.
  func write(_ replica: ExchangeReplica) {
    let exchange = replica.copy
    guard exchange.sequence > written.withLock({ $0 }) else { return }
    do throws(KeyStoreError) {
      try directory.write(exchange)
      written.withLock { $0 = exchange.sequence }
    } catch { logger.error("no snapshot was written", metadata: ["error": "\(error)"]) }
  }
}
