internal import Dispatch
internal import Synchronization

/// Collects what is to be committed and hands it to one writer, a batch at a time.
///
/// While one batch is being made durable the next gathers, so batches are as large as the store is slow: one request
/// alone does not wait for company. What waits, and what is being written, is bounded.
///
/// The writer has a thread of its own: it goes from one batch to the next without waiting for its turn among the tasks,
/// and may block.
package final class GroupCommit<Item: Sendable>: Sendable {
  private let waitingMaximum: Int
  private let batchMaximum: Int
  private let commit: @Sendable ([Item]) -> Void
  private let queue = DispatchQueue(label: "ledger.writer")
  private let state = Mutex(State())

  private struct State {
    var waiting: [Item] = []
    /// What goes before everything that waits.
    var waitingAhead: [Item] = []
    var isTurnOfAhead = true
    /// Those that were taken or wait to be.
    var pendingCount = 0
    var isWriting = false
    var isClosed = false
    var whenIdle: [CheckedContinuation<Void, Never>] = []

    /// Takes what goes ahead alone, so that it is committed sooner; after that it is the others' turn.
    mutating func takeBatch(ofAtMost maximum: Int) -> [Item] {
      isTurnOfAhead = !waitingAhead.isEmpty && (isTurnOfAhead || waiting.isEmpty)
      defer { isTurnOfAhead.toggle() }
      return isTurnOfAhead ? waitingAhead.takeFirst(maximum) : waiting.takeFirst(maximum)
    }
  }

  /// - Parameter commit: called with one batch at a time; must answer every item, and not throw.
  package init(waitingMaximum: Int, batchMaximum: Int, commit: @escaping @Sendable ([Item]) -> Void) {
    self.waitingMaximum = waitingMaximum
    self.batchMaximum = batchMaximum
    self.commit = commit
  }

  /// Adds an item, or throws ``LedgerError/queueFull(maximum:)`` or ``LedgerError/closed``.
  ///
  /// - Parameter isAhead: whether it goes before everything that waits.
  package func add(_ item: Item, isAhead: Bool = false) throws(LedgerError) {
    let outcome = state.withLock { state -> Result<Bool, LedgerError> in
      guard !state.isClosed else { return .failure(.closed) }
      guard state.pendingCount < waitingMaximum else { return .failure(.queueFull(maximum: waitingMaximum)) }
      if isAhead { state.waitingAhead.append(item) } else { state.waiting.append(item) }
      state.pendingCount += 1
      defer { state.isWriting = true }
      return .success(!state.isWriting)
    }
    if try outcome.get() { queue.async { self.write() } }
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

  private func write() {
    while let batch = takeBatch() {
      commit(batch)
      state.withLock { $0.pendingCount -= batch.count }
    }
  }

  /// What is committed next, or `nil` when nothing waits and the writer goes to sleep.
  private func takeBatch() -> [Item]? {
    let (batch, idle) = state.withLock { state -> ([Item], [CheckedContinuation<Void, Never>]) in
      let batch = state.takeBatch(ofAtMost: batchMaximum)
      guard batch.isEmpty else { return (batch, []) }
      state.isWriting = false
      defer { state.whenIdle = [] }
      return ([], state.whenIdle)
    }
    for continuation in idle { continuation.resume() }
    return batch.isEmpty ? nil : batch
  }
}

extension Array {
  fileprivate mutating func takeFirst(_ maximum: Int) -> [Element] {
    defer { removeFirst(Swift.min(maximum, count)) }
    return Array(prefix(maximum))
  }
}
