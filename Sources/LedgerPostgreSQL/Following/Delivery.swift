internal import EthereumPrimitives
internal import Ledger
internal import Synchronization

/// Hands entries on in their order, without gaps, each once: those of this server and those of the others.
///
/// Two threads bring entries: the writer its own, and the follower everybody else's. While a batch of this server is on
/// its way, the follower hands on nothing that comes after the head that the batch has found: those entries are the
/// batch's own, and whoever waits for their outcome is asked for it by the writer.
final class Delivery: Sendable {
  private let configuration: LedgerConfiguration
  private let state = Mutex(State())

  private struct State {
    var position: LedgerPosition?
    /// The head that a batch on its way follows.
    var ownBatchAfter: UInt64?
    var isCurrentUntil: ContinuousClock.Instant?
    var hasDiverged = false
  }

  /// How long a server goes on answering without hearing of the ledger's head. The follower asks each second.
  static let stalenessMaximum = Duration.seconds(3)

  init(configuration: LedgerConfiguration) { self.configuration = configuration }

  /// The last entry that was handed on, or `nil` before anything is to be.
  var position: LedgerPosition? { state.withLock { $0.position } }

  /// Begins after an entry.
  func begin(at position: LedgerPosition) {
    state.withLock { state in
      state.position = position
      state.isCurrentUntil = .now + Self.stalenessMaximum
    }
  }

  /// Hands on what others have committed, as far as it may be.
  func deliver(others page: EntryPage) throws {
    try state.withLock { state in
      let entries = page.entries.filter { $0.sequence <= state.ownBatchAfter ?? .max }
      try deliver(entries, of: page, &state) { configuration.onCommitByOthers($0) }
    }
  }

  /// Hands on what this server has committed.
  ///
  /// - Returns: whether it followed the last entry that was handed on; where it does not, the others' come first.
  func deliver(own page: EntryPage) throws -> Bool {
    try state.withLock { state in
      guard let position = state.position, position.sequence >= page.after.sequence else { return false }
      state.ownBatchAfter = nil
      try deliver(page.entries, of: page, &state) { configuration.onCommit($0) }
      return true
    }
  }

  private func deliver(
    _ entries: [LedgerEntry], of page: EntryPage, _ state: inout State, _ tell: ([LedgerEntry]) -> Void
  ) throws {
    guard let position = state.position else { return }
    guard page.after.sequence <= position.sequence else { return }
    if page.after.sequence == position.sequence, page.after.chain != position.chain {
      state.hasDiverged = true
      throw Self.diverged(at: position.sequence)
    }
    let new = entries.filter { $0.sequence > position.sequence }
    guard let last = new.last else { return }
    state.position = LedgerPosition(sequence: last.sequence, chain: page.chain(of: last.sequence))
    tell(new)
  }

  /// Holds the follower back from a batch that is on its way.
  func beginOwnBatch(after sequence: UInt64) { state.withLock { $0.ownBatchAfter = sequence } }

  /// Lets the follower go on: the batch was not committed, or nobody knows.
  func endOwnBatch() { state.withLock { $0.ownBatchAfter = nil } }

  // MARK: Whether this server is up to date

  /// Takes note that everything that was there at a moment was handed on.
  func noteCurrent(at moment: ContinuousClock.Instant) {
    state.withLock { $0.isCurrentUntil = max($0.isCurrentUntil ?? moment, moment + Self.stalenessMaximum) }
  }

  /// Checks what a transaction has found as the ledger's head against what was handed on.
  func check(_ head: LedgerPosition) throws {
    try state.withLock { state in
      guard let position = state.position else { throw LedgerError.notAdmitted("the server is not ready") }
      if head.sequence == position.sequence && head.chain != position.chain { state.hasDiverged = true }
      if state.hasDiverged { throw Self.diverged(at: position.sequence) }
      // A transaction that has ended by itself, because this process stood still: the others have gone on.
      guard head.sequence >= position.sequence else {
        throw PostgreSQLError.connectionLost("the transaction is over")
      }
    }
  }

  var readiness: LedgerReadiness {
    state.withLock { state in
      if state.hasDiverged { return .diverged }
      guard state.position != nil, let until = state.isCurrentUntil, ContinuousClock.now < until else { return .behind }
      return .ready
    }
  }

  /// Takes note that the last entry that was handed on is not there any more.
  func noteDivergence() { state.withLock { $0.hasDiverged = true } }

  private static func diverged(at sequence: UInt64) -> LedgerError {
    .notAdmitted(
      "the database does not have entry \(sequence) as this server has carried it out: the server has to start anew")
  }
}

/// A place in the ledger and the hash of its entry.
struct LedgerPosition: Hashable, Sendable {
  let sequence: UInt64
  let chain: Bytes32

  static let beginning = LedgerPosition(sequence: 0, chain: EntryChain.beginning)
}

/// Entries that follow a place without a gap, with their hashes.
struct EntryPage: Sendable {
  let after: LedgerPosition
  let entries: [LedgerEntry]
  let chains: [Bytes32]

  func chain(of sequence: UInt64) -> Bytes32 { chains[Int(sequence - after.sequence) - 1] }
}
