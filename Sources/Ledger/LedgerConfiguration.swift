public import EthereumPrimitives
public import PerpsProtocol
public import SessionKeys
public import TypedData

/// What an operator decides about a ledger, whatever the store.
public struct LedgerConfiguration: Sendable {
  /// The domain that requests are signed in. A ledger is made for one domain and opens for no other.
  public let domain: Domain
  /// What the rules leave to the operator.
  public let policy: AdmissionPolicy
  /// The wallet whose index prices are taken; `nil` for nobody's.
  public let indexPricePublisher: Address?
  /// How many requests may wait for the writer; more are answered ``LedgerError/queueFull(maximum:)``.
  public let requestsWaitingMaximum: Int
  /// How many requests one transaction takes.
  public let requestsPerBatchMaximum: Int
  /// The machine's clock. Where it goes back, the ledger's stands still.
  public let clock: @Sendable () -> Timestamp
  /// Called by the one writer with the entries of each transaction that is durable, before anybody is answered.
  ///
  /// From one call to the next the entries follow in the order of their sequence numbers, without gaps, beginning after
  /// the last entry that the ledger had when it was opened. Calls are never concurrent, and never without entries. A
  /// transaction that failed is not seen. The writer waits for the call to return, and everybody for the writer.
  public let onCommit: @Sendable ([LedgerEntry]) -> Void
  /// Called with entries that others have committed to the same store, for which nobody waits here.
  ///
  /// Both hooks together have one order: from one call of either to the next the entries follow without gaps, and calls
  /// are never concurrent. A store of one process does not call this one.
  public let onCommitByOthers: @Sendable ([LedgerEntry]) -> Void

  /// Called with the reason each time that the store of several servers cannot be followed: up to several times a second,
  /// while it lasts. A store of one process does not call it.
  ///
  /// For the operator's log: whoever asks for ``Ledger/readiness`` learns that it is so, and not why.
  public let onUnreachable: @Sendable (String) -> Void

  /// The most requests that may be configured to wait: about a second's work.
  public static let requestsWaitingMaximum = 65_536
  /// The most requests that one transaction may be configured to take.
  public static let requestsPerBatchMaximum = 1_024

  /// Configures a ledger. Limits are taken between 1 and their maximum.
  public init(
    domain: Domain, policy: AdmissionPolicy, indexPricePublisher: Address?, requestsWaitingMaximum: Int = 8_192,
    requestsPerBatchMaximum: Int = 256, clock: @escaping @Sendable () -> Timestamp,
    onCommit: @escaping @Sendable ([LedgerEntry]) -> Void = { _ in },
    onCommitByOthers: @escaping @Sendable ([LedgerEntry]) -> Void = { _ in },
    onUnreachable: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.domain = domain
    self.policy = policy
    self.indexPricePublisher = indexPricePublisher
    self.requestsWaitingMaximum = min(max(requestsWaitingMaximum, 1), Self.requestsWaitingMaximum)
    self.requestsPerBatchMaximum = min(max(requestsPerBatchMaximum, 1), Self.requestsPerBatchMaximum)
    self.clock = clock
    self.onCommit = onCommit
    self.onCommitByOthers = onCommitByOthers
    self.onUnreachable = onUnreachable
  }
}
