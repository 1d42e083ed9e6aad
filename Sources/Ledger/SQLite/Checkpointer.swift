internal import GRDB
internal import Synchronization

/// Moves what the write-ahead log has gathered into the database, small and often, where no request waits for it.
///
/// A checkpoint on a connection of its own does not hold up the writer, nor does the writer hold it up; but while
/// requests keep coming the log is never moved to its last page, and so never begun anew. When it is long the writer
/// finishes what little is left between two batches.
final class Checkpointer: Sendable {
  /// A checkpoint is due after about so many pages of 4 KiB.
  static let pagesPerCheckpoint = 1_000
  /// The log is begun anew when it has about so many pages: 32 MiB.
  static let logPagesMaximum = 8_192

  private let queue: DatabaseQueue
  private let state = Mutex(State())

  private struct State {
    var pages = 0
    var isRunning = false
    var isLogLong = false
    var isStopped = false
  }

  init(queue: DatabaseQueue) { self.queue = queue }

  /// Takes note of a commit of some requests: each takes about a tenth of a page of the entries and nonces, and a
  /// commit some pages anyway.
  func noteCommit(requests: Int) {
    let isDue = state.withLock { state in
      state.pages += 5 + requests / 8
      guard state.pages >= Self.pagesPerCheckpoint, !state.isRunning else { return false }
      state.isRunning = true
      state.pages = 0
      return true
    }
    if isDue { Task { await checkpoint() } }
  }

  /// Called by the writer between two batches.
  func finishIfLogIsLong(_ db: Database) {
    let isLong = state.withLock { state in
      defer { state.isLogLong = false }
      return state.isLogLong
    }
    if isLong { _ = try? db.checkpoint(.passive) }
  }

  /// Moves everything, empties the log, and closes the connection. Nothing happens the second time.
  func stop() throws {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard isFirst else { return }
    _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try queue.close()
  }

  /// A checkpoint that meets another, or a reader, does what it can; the next does the rest.
  private func checkpoint() async {
    let log = try? await queue.writeWithoutTransaction { db in
      state.withLock({ $0.isStopped }) ? 0 : try db.checkpoint(.passive).walFrameCount
    }
    state.withLock { state in
      state.isRunning = false
      state.isLogLong = (log ?? 0) > Self.logPagesMaximum
    }
  }
}
