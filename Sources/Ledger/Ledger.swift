public import EthereumPrimitives
public import PerpsProtocol
public import SessionKeys

/// The one place where something happens: requests are judged, numbered and made durable, in one order for everybody.
///
/// Every implementation keeps these promises, and one suite of tests holds them to it:
///
/// - An entry is answered only after it is durable. Sequence numbers run from 1 without gaps; entries never change.
/// - A request is judged by `AdmissionRules` inside the transaction that appends it. What it is judged by (used
///   nonces, revocations, values used, index prices) comes from the entries before it, also those of its own batch.
/// - A revocation is final: nothing of the key has a higher sequence number, on any node.
/// - The ledger's clock never goes back, whatever the machine's does.
public protocol Ledger: Sendable {
  /// Judges a request and appends it.
  ///
  /// Cancelling the task does not take the request back: it may be admitted all the same.
  ///
  /// - Throws: a `Refusal` when a rule says no, or a ``LedgerError``. Either way the request was not admitted, except
  ///   for ``LedgerError/fateUnknown(_:)``, which says that nobody knows.
  func admit(_ request: AuthenticatedRequest) async throws -> LedgerEntry

  /// Records that a session key signed what only its wallet may sign, and by the operator's policy revokes the key in
  /// the same transaction.
  ///
  /// The attempt need not be fresh, and its nonce stays unused: nothing but the key's standing changes. The same
  /// request counts each time that it comes.
  ///
  /// - Throws: a ``LedgerError``.
  func recordCustodyAttempt(_ attempt: CustodyAttempt) async throws -> CustodyAttemptOutcome

  /// Whether a request would be admitted now. Changes nothing: judges by the same rules and the same facts as
  /// ``admit(_:)``, in a transaction that only reads, and counts no refusal.
  ///
  /// - Returns: the facts that it was judged by.
  /// - Throws: the `Refusal` with which it would be refused, or a ``LedgerError``.
  func check(_ request: AuthenticatedRequest) async throws -> Judgement

  /// The entries from a sequence number on, in order: at most `limit` of them, at most
  /// ``LedgerLimits/entriesPerPageMaximum``, and fewer when they are large. An empty page means that there are none.
  func entries(from sequence: UInt64, limit: Int) async throws -> [LedgerEntry]

  /// The last entry's sequence number, or 0.
  func latestSequence() async throws -> UInt64

  /// The record of a session key, or `nil` when no key of this address was ever registered. Records never change.
  func record(of sessionKey: Address) async throws -> SessionKeyRecord?

  /// A session key and how it stands, or `nil` when no key of this address was ever registered.
  func status(of sessionKey: Address) async throws -> SessionKeyStatus?

  /// How many session keys there are, and how many of them can act at a time. Meant for a gauge that is read every few
  /// seconds: costs a walk through an index of the keys that were not revoked one by one.
  func sessionKeyCounts(at now: Timestamp) async throws -> SessionKeyCounts

  /// The session keys of a wallet and how they stand, newest first.
  ///
  /// - Parameters:
  ///   - sequence: only keys registered before this sequence number, to read on after a page.
  ///   - limit: at most so many, and at most ``LedgerLimits/sessionsPerPageMaximum``.
  func sessions(of wallet: Address, registeredBefore sequence: UInt64?, limit: Int) async throws -> [SessionKeyStatus]

  /// The records for authentication, from a cache where possible; see `RequestAuthenticator`.
  var sessionKeys: any SessionKeyDirectory & Sendable { get }

  /// Runs a body that asks for the records of session keys, and waits for those that are not in memory without holding
  /// up a thread of Swift's tasks. Where the store has to be asked, the body is run again.
  ///
  /// - Throws: what the body throws, or a ``LedgerError`` when the store cannot be read.
  func withSessionKeys<Value: Sendable>(
    _ body: @Sendable (any SessionKeyDirectory & Sendable) throws -> Value
  ) async throws -> Value

  /// Begins to tell of commits after an entry, when whoever carries entries out has got so far.
  ///
  /// A store that others write to admits nothing before. A store of this process alone has told of everything anyway.
  ///
  /// - Throws: a ``LedgerError``.
  func follow(after sequence: UInt64) async throws

  /// Whether what was told of commits is up to date. A server whose ledger is not ready answers nobody.
  var readiness: LedgerReadiness { get }

  /// Whether requests are taken: not after ``close()``, nor after a failure of the store that left a fate unknown. Such a
  /// ledger takes none until it is opened again; it can still be read.
  var takesRequests: Bool { get }

  /// Answers what is waiting, takes nothing more, and lets go of the store.
  func close() async throws
}

/// Whether whoever carries out a ledger's entries has heard of all of them.
public enum LedgerReadiness: Hashable, Sendable {
  /// It has, a moment ago at most.
  case ready
  /// It has not for a while: the store is not reached, or has more than it could tell. That ends by itself.
  case behind
  /// The store has another past than what was carried out: it was put back to an older copy, or to a standby that had
  /// not heard of everything. Whoever carries entries out has to begin anew.
  case diverged
}

/// What holds for a store inside the process, to which nobody else writes.
extension Ledger {
  /// Asks the directory.
  public func withSessionKeys<Value: Sendable>(
    _ body: @Sendable (any SessionKeyDirectory & Sendable) throws -> Value
  ) async throws -> Value {
    try body(sessionKeys)
  }

  /// Does nothing: every commit is told of from the ledger's opening on.
  public func follow(after sequence: UInt64) async throws {}

  /// Always ready.
  public var readiness: LedgerReadiness { .ready }
}

extension Ledger {
  /// The newest session keys of a wallet and how they stand.
  public func sessions(of wallet: Address) async throws -> [SessionKeyStatus] {
    try await sessions(of: wallet, registeredBefore: nil, limit: LedgerLimits.sessionsPerPageMaximum)
  }

  /// All entries from a sequence number on that there are, in order, with memory for one page.
  public func allEntries(from sequence: UInt64 = 1) -> LedgerEntries {
    LedgerEntries(ledger: self, from: sequence)
  }
}
