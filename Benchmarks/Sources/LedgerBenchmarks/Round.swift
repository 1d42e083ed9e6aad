import Figures
import Foundation
import Ledger
import SessionKeys

/// How long it took some clients, each of which waits for its answer before it sends its next order.
struct Round {
  /// Seconds for each order.
  let seconds: Double
  /// Seconds of the processor's time, of all threads, for each order.
  let processorSeconds: Double
  /// The longest that one order took, in seconds.
  let slowest: Double

  init(_ ledger: SQLiteLedger, orders: [[AuthenticatedRequest]]) async throws {
    let (begin, processorBegin) = (ContinuousClock.now, ProcessorTime.now)
    slowest = try await withThrowingTaskGroup(of: Duration.self) { group in
      for orders in orders { group.addTask { try await Self.send(orders, to: ledger) } }
      return try await group.reduce(.zero) { max($0, $1) }.seconds
    }
    let count = Double(orders.reduce(0) { $0 + $1.count })
    seconds = (ContinuousClock.now - begin).seconds / count
    processorSeconds = (ProcessorTime.now - processorBegin) / count
  }

  private static func send(_ orders: [AuthenticatedRequest], to ledger: SQLiteLedger) async throws -> Duration {
    var slowest = Duration.zero
    for order in orders {
      let begin = ContinuousClock.now
      _ = try await ledger.admit(order)
      slowest = max(slowest, ContinuousClock.now - begin)
    }
    return slowest
  }
}
