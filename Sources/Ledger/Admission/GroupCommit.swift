internal import Synchronization

/// Collects what is to be committed and hands it to one writer, a batch at a time.
///
/// While one batch is being made durable the next gathers, so batches are as large as the store is slow: one request
/// alone does not wait for company. What waits, and what is being written, is bounded.
package final class GroupCommit<Item: Sendable>: Sendable {
  private let waitingMaximum: Int
  private let batchMaximum: Int
  private let commit: @Sendable ([Item]) async -> Void
  private let state = Mutex(State())

  private struct State {
    var waiting: [Item] = []
    /// Those that were taken or wait to be.
    var pendingCount = 0
    var isWriting = false
    var isClosed = false
    var whenIdle: [CheckedContinuation<Void, Never>] = []
  }

  /// - Parameter commit: called with one batch at a time; must answer every item, and not throw.
  package init(waitingMaximum: Int, batchMaximum: Int, commit: @escaping @Sendable ([Item]) async -> Void) {
    self.waitingMaximum = waitingMaximum
    self.batchMaximum = batchMaximum
    self.commit = commit
  }

  /// Adds an item, or throws ``LedgerError/queueFull(maximum:)`` or ``LedgerError/closed``.
  package func add(_ item: Item) throws(LedgerError) {
    let outcome = state.withLock { state -> Result<Bool, LedgerError> in
      guard !state.isClosed else { return .failure(.closed) }
      guard state.pendingCount < waitingMaximum else { return .failure(.queueFull(maximum: waitingMaximum)) }
      state.waiting.append(item)
      state.pendingCount += 1
      defer { state.isWriting = true }
      return .success(!state.isWriting)
    }
    if try outcome.get() { Task { await write() } }
  }

  /// Whether something can be added, but for a queue that is full.
  package var isOpen: Bool { state.withLock { !$0.isClosed } }

  /// Takes nothing more. What waits is still committed.
  package func shut() { state.withLock { $0.isClosed = true } }

  /// Returns when nothing waits and nothing is being written.
  package func idle() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isWriting { state.whenIdle.append(continuation) }
        return !state.isWriting
      }
      if isIdle { continuation.resume() }
    }
  }

  private func write() async {
    while let items = takeWaiting() {
      for start in stride(from: 0, to: items.count, by: batchMaximum) {
        let batch = Array(items[start..<min(start + batchMaximum, items.count)])
        await commit(batch)
        state.withLock { $0.pendingCount -= batch.count }
      }
    }
  }

  /// Everything that waits, or `nil` when there is nothing and the writer goes to sleep.
  private func takeWaiting() -> [Item]? {
    let (items, idle) = state.withLock { state -> ([Item], [CheckedContinuation<Void, Never>]) in
      defer { state.waiting = [] }
      guard state.waiting.isEmpty else { return (state.waiting, []) }
      state.isWriting = false
      defer { state.whenIdle = [] }
      return ([], state.whenIdle)
    }
    for continuation in idle { continuation.resume() }
    return items.isEmpty ? nil : items
  }
}
