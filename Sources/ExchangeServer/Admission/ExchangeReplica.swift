internal import Ledger
internal import SandboxExchange
internal import Synchronization

/// This server's copy of the exchange: fed by the ledger, entry by entry, and asked by everybody.
///
/// Entries are applied where the ledger commits them, before anybody is answered, so whoever has an answer finds its
/// effect in every later reading.
final class ExchangeReplica: Sendable {
  private let state: Mutex<State>
  /// Whom to tell of what was carried out.
  private let hub: SubscriptionHub

  private struct State {
    var exchange: SandboxExchange
    /// What the entries did that this server has admitted and not answered yet.
    var outcomes: [UInt64: Outcome] = [:]
    var isHalted = false
  }

  /// Begins with an exchange in which nothing has happened.
  init(configuration: ExchangeConfiguration, hub: SubscriptionHub) {
    self.hub = hub
    state = Mutex(State(exchange: SandboxExchange(configuration: configuration)))
  }

  /// Goes on from a snapshot, before anything was applied.
  func begin(with snapshot: SandboxExchange) { state.withLock { $0.exchange = snapshot } }

  /// Applies entries that this server has made durable, keeps what they did for whoever waits for it, and tells
  /// subscribers.
  func apply(_ entries: [LedgerEntry]) { apply(entries, areAwaited: true) }

  /// Applies entries that another server has made durable: nobody waits here for what they did.
  func follow(_ entries: [LedgerEntry]) { apply(entries, areAwaited: false) }

  private func apply(_ entries: [LedgerEntry], areAwaited: Bool) {
    let applied = state.withLock { state in
      var applied: [AppliedEntry] = []
      for entry in entries where !state.isHalted {
        let outcome = Self.apply(entry, to: &state)
        if areAwaited { state.outcomes[entry.sequence] = outcome }
        if hub.isWanted { applied.append(AppliedEntry(entry, outcome, in: state.exchange)) }
      }
      return applied
    }
    if !applied.isEmpty { hub.publish(applied) }
  }

  /// Applies entries of the past, for which nobody waits.
  func replay(_ entry: LedgerEntry) throws(ReplicaError) {
    let isHalted = state.withLock { state in
      _ = Self.apply(entry, to: &state)
      return state.isHalted
    }
    if isHalted { throw .halted }
  }

  /// What an entry did; given out once.
  func takeOutcome(of sequence: UInt64) throws(ReplicaError) -> Outcome {
    guard let outcome = state.withLock({ $0.outcomes.removeValue(forKey: sequence) }) else { throw .outcomeMissing }
    return outcome
  }

  /// Asks the exchange as it is between two entries. Nothing is copied but what is answered.
  func read<Value: Sendable>(_ question: (borrowing SandboxExchange) throws -> Value) rethrows -> Value {
    try state.withLock { try question($0.exchange) }
  }

  /// The state as a value of its own, for a snapshot.
  var copy: SandboxExchange { state.withLock { $0.exchange } }

  /// Whether an entry was missing. The replica then stands still, and this server may answer nobody.
  var isHalted: Bool { state.withLock { $0.isHalted } }

  /// Checks that this copy has heard of all of a ledger: otherwise the server would answer with what is not so any more.
  func checkIsCurrent(with ledger: any Ledger) throws(ReplicaError) {
    guard !isHalted else { throw .halted }
    switch ledger.readiness {
    case .ready: break
    case .behind: throw .behind
    case .diverged: throw .halted
    }
  }

  private static func apply(_ entry: LedgerEntry, to state: inout State) -> Outcome {
    let outcome = state.exchange.apply(entry)
    if case .outOfSequence = outcome.refusal { state.isHalted = true }
    return outcome
  }
}

/// Why the exchange does not answer.
enum ReplicaError: Error {
  /// An entry of the ledger did not reach it: it stands still.
  case halted
  /// It has not heard of the ledger for a while, and would answer with what is not so any more. That ends by itself.
  case behind
  /// An entry that the client has asked to wait for has not come.
  case notReached(sequence: UInt64)
  /// An entry was made durable, and what it did is not known here.
  case outcomeMissing
}
