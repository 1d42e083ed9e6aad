public import EthereumPrimitives
internal import GRDB
public import PerpsProtocol
public import SessionKeys
public import TypedData

/// A ledger in one file, inside the process.
///
/// Beside the file at `path` stand SQLite's `-wal` and `-shm`, and `-lock`, which keeps a second opener out.
public final class SQLiteLedger: Ledger {
  let file: LedgerFile
  private let queue: GroupCommit<Submission>
  private let writer: BatchWriter
  private let configuration: LedgerConfiguration
  private let rules: AdmissionRules
  private let records: KeyRecords

  /// Opens a ledger, or makes one where there is none.
  ///
  /// - Throws: ``LedgerError/inUse``, ``LedgerError/notALedger``, ``LedgerError/anotherDomain``,
  ///   ``LedgerError/newerSchema``, ``LedgerError/damaged(_:)`` or ``LedgerError/cannotOpen(_:)``; the file is then as
  ///   it was.
  public init(path: String, configuration: LedgerConfiguration) throws(LedgerError) {
    file = try LedgerFile(path: path, domain: configuration.domain)
    self.configuration = configuration
    rules = AdmissionRules(policy: configuration.policy)
    records = KeyRecords(pool: file.pool)
    let writer = BatchWriter(file: file, configuration: configuration)
    self.writer = writer
    queue = GroupCommit(
      waitingMaximum: configuration.requestsWaitingMaximum, batchMaximum: configuration.requestsPerBatchMaximum,
      commit: { writer.commit($0) })
  }

  /// The domain that the ledger in a file is of. Only reads, also while the ledger is open elsewhere.
  ///
  /// - Throws: ``LedgerError/notALedger``, ``LedgerError/newerSchema``, ``LedgerError/damaged(_:)`` or
  ///   ``LedgerError/cannotOpen(_:)``.
  public static func domain(ofLedgerAt path: String) throws(LedgerError) -> Domain {
    let file = try AuditFile(path: path)
    defer { file.close() }
    return file.domain
  }

  /// The records of session keys. An unknown key costs a read of the file, a known one none.
  public var sessionKeys: any SessionKeyDirectory & Sendable { records }

  /// See ``Ledger/admit(_:)``.
  public func admit(_ request: AuthenticatedRequest) async throws -> LedgerEntry {
    try await queue.admit(request)
  }

  /// See ``Ledger/recordCustodyAttempt(_:)``.
  public func recordCustodyAttempt(_ attempt: CustodyAttempt) async throws -> CustodyAttemptOutcome {
    try await queue.recordCustodyAttempt(attempt)
  }

  /// See ``Ledger/check(_:)``.
  public func check(_ request: AuthenticatedRequest) async throws -> Judgement {
    try await read { [rules, configuration] db in
      try RequestJudge(
        store: SQLiteTransaction(db), head: try SQLiteTransaction.head(in: db), rules: rules,
        configuration: configuration
      ).judge(request).judgement
    }
  }

  /// See ``Ledger/entries(from:limit:)``.
  public func entries(from sequence: UInt64, limit: Int) async throws -> [LedgerEntry] {
    try await read { [records] db in try EntryRows.page(from: sequence, limit: limit, in: db, records: records) }
  }

  /// See ``Ledger/latestSequence()``.
  public func latestSequence() async throws -> UInt64 { try await read { try EntryRows.last(in: $0)?.sequence ?? 0 } }

  /// See ``Ledger/record(of:)``.
  public func record(of sessionKey: Address) async throws -> SessionKeyRecord? {
    try await read { [records] db in try records.committedRecord(of: sessionKey, in: db) }
  }

  /// See ``Ledger/status(of:)``.
  public func status(of sessionKey: Address) async throws -> SessionKeyStatus? {
    let now = configuration.clock()
    return try await read { try SessionRows.status(of: sessionKey, in: $0, clock: now) }
  }

  /// See ``Ledger/sessionKeyCounts(at:)``.
  public func sessionKeyCounts(at now: Timestamp) async throws -> SessionKeyCounts {
    try await read { try KeyCounts.counts(at: now, in: $0) }
  }

  /// See ``Ledger/sessions(of:registeredBefore:limit:)``.
  public func sessions(
    of wallet: Address, registeredBefore sequence: UInt64?, limit: Int
  ) async throws -> [SessionKeyStatus] {
    let now = configuration.clock()
    return try await read { try SessionRows.page(of: wallet, before: sequence, limit: limit, in: $0, clock: now) }
  }

  /// See ``Ledger/takesRequests``.
  public var takesRequests: Bool { queue.isOpen && !writer.hasFailed }

  /// See ``Ledger/close()``. A ledger that was closed stays so; closing it again does nothing.
  public func close() async throws {
    queue.shut()
    await queue.idle()
    do { try file.close() } catch { throw LedgerError(reading: error) }
  }

  private func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
    do { return try await file.pool.read(body) } catch let refusal as Refusal { throw refusal } catch {
      throw LedgerError(reading: error)
    }
  }
}
