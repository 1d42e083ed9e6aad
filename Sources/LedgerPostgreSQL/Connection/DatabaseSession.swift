internal import Dispatch
internal import Foundation
internal import Ledger
internal import Synchronization

/// A connection with a thread of its own, which connects anew by itself.
///
/// Nothing that waits for a database runs on the threads of Swift's tasks. How many calls wait is bounded.
final class DatabaseSession: Sendable {
  private let connect: @Sendable () throws -> Connection
  private let queue: DispatchQueue
  private let state = Mutex(State())
  private let waiting = Mutex(0)

  private struct State {
    var connection: Connection?
    var failures = 0
    var retryAt: ContinuousClock.Instant?
    var isClosed = false
  }

  /// The most calls that wait for one session.
  static let waitingMaximum = 1_024
  /// The first pause after a connection could not be made; it doubles up to the longest.
  private static let pauseMinimum = Duration.milliseconds(20)
  private static let pauseMaximum = Duration.milliseconds(500)

  init(label: String, connect: @escaping @Sendable () throws -> Connection) {
    queue = DispatchQueue(label: "ledger.postgresql.\(label)")
    self.connect = connect
  }

  /// As ``retryingBlocking(_:)``, on the session's thread.
  func retrying<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    guard
      waiting.withLock({ count in
        guard count < Self.waitingMaximum else { return false }
        count += 1
        return true
      })
    else { throw LedgerError.unreachable("too many readings wait for the database") }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async {
        self.waiting.withLock { $0 -= 1 }
        continuation.resume(with: Result { try self.retryingBlocking(body) })
      }
    }
  }

  /// Runs a body with the connection on the calling thread, which waits.
  ///
  /// A connection that is lost is let go of; the next call makes a new one, after a pause where the last attempt has
  /// failed.
  func runBlocking<Value: Sendable>(_ body: @Sendable (Connection) throws -> Value) throws -> Value {
    try state.withLock { state in
      let connection = try Self.connection(&state, connect)
      defer { if connection.isLost { state.connection = nil } }
      return try body(connection)
    }
  }

  /// As ``runBlocking(_:)``, for bodies that may be run twice: where the connection turns out to be lost, once more on a
  /// new one.
  func retryingBlocking<Value: Sendable>(_ body: @Sendable (Connection) throws -> Value) throws -> Value {
    do { return try runBlocking(body) } catch let error as PostgreSQLError where error.isConnectionLost {
      return try runBlocking(body)
    }
  }

  /// A connection beside the session's own, without a pause.
  func newConnection() throws -> Connection { try connect() }

  /// Lets go of the connection for good.
  func close() {
    state.withLock { state in
      state.connection = nil
      state.isClosed = true
    }
  }

  private static func connection(_ state: inout State, _ connect: () throws -> Connection) throws -> Connection {
    if let connection = state.connection { return connection }
    guard !state.isClosed else { throw LedgerError.closed }
    if let retryAt = state.retryAt { Thread.sleep(until: retryAt) }
    do {
      let connection = try connect()
      (state.connection, state.failures, state.retryAt) = (connection, 0, nil)
      return connection
    } catch let error as PostgreSQLError {
      let pause = min(pauseMinimum * (1 << min(state.failures, 10)), pauseMaximum)
      state.failures += 1
      state.retryAt = ContinuousClock.now + pause
      throw error
    }
  }
}

extension Thread {
  fileprivate static func sleep(until moment: ContinuousClock.Instant) {
    let left = (moment - .now).components
    if left.seconds >= 0 { sleep(forTimeInterval: Double(left.seconds) + Double(left.attoseconds) / 1e18) }
  }
}
