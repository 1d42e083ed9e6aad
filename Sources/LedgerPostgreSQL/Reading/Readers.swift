internal import Ledger
internal import SessionKeys
internal import Synchronization

/// A few connections that only read, each with its thread; calls are given to them in turn.
final class Readers: Sendable {
  private let sessions: [DatabaseSession]
  private let next = Atomic(0)

  /// How many connections read at a time.
  static let count = 3

  init(connect: @escaping @Sendable () throws -> Connection) {
    sessions = (1...Self.count).map { DatabaseSession(label: "reader\($0)", connect: connect) }
  }

  private var session: DatabaseSession {
    sessions[next.wrappingAdd(1, ordering: .relaxed).oldValue % sessions.count]
  }

  /// Reads, and throws nothing but a `Refusal` or a `LedgerError`.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    do { return try await session.retrying(body) } catch let refusal as Refusal { throw refusal } catch {
      throw LedgerError(reading: error)
    }
  }

  /// Reads on the calling thread, which waits.
  func readBlocking<Value: Sendable>(_ body: @Sendable (Connection) throws -> Value) throws -> Value {
    try session.runBlocking(body)
  }

  func close() { for session in sessions { session.close() } }
}
