public import EthereumPrimitives
public import Ledger
public import PerpsProtocol
public import SessionKeys
internal import TypedData

/// A ledger in a PostgreSQL database, for any number of servers at once.
///
/// All servers are equal. Every transaction that appends locks one row, the ledger's head, so there is one order for
/// all of them: sequence numbers have no gaps, a nonce is used once, and nothing of a session key follows its
/// revocation, whichever servers take the requests. Checks and admissions always ask the database; nothing that a
/// server has cached or missed can let anything in.
///
/// A server hears of the others' entries (`LedgerConfiguration.onCommitByOthers`) in the order of the ledger and before
/// its own that follow them. Where it has not heard of the ledger's head for 3 s, ``readiness`` says so.
///
/// Security: whoever may write the tables can write what they like into them, but no signature. Use a role that owns
/// nothing else, TLS with `sslmode=verify-full`, and `audit`.
public final class PostgreSQLLedger: Ledger {
  private let queue: GroupCommit<Submission>
  private let writer: BatchWriter
  private let readers: Readers
  private let records: KeyRecords
  private let pages: EntryPages
  private let delivery: Delivery
  private let follower: Follower
  private let configuration: LedgerConfiguration
  private let rules: AdmissionRules

  /// Opens a ledger, or makes one in a schema in which there is nothing. Blocks the calling thread meanwhile.
  ///
  /// Nothing is admitted before ``follow(after:)``.
  ///
  /// - Throws: `LedgerError.notALedger` for a schema with other tables, `LedgerError.anotherDomain`,
  ///   `LedgerError.newerSchema`, or `LedgerError.cannotOpen(_:)` for a database that is not reached, or that would not
  ///   keep what it confirms; the database is then as it was.
  public convenience init(at address: PostgreSQLAddress, configuration: LedgerConfiguration) throws(LedgerError) {
    try self.init(at: address, configuration: configuration, requiringDurability: true)
  }

  /// Opens a ledger, in tests also in a database that does not synchronise its disk.
  package init(
    at address: PostgreSQLAddress, configuration: LedgerConfiguration, requiringDurability: Bool
  ) throws(LedgerError) {
    func connect(as role: String) -> @Sendable () throws -> Connection {
      { try Connection(to: address, as: role, requiringDurability: requiringDurability) }
    }
    self.configuration = configuration
    rules = AdmissionRules(policy: configuration.policy)
    records = KeyRecords()
    pages = EntryPages(records: records)
    delivery = Delivery(configuration: configuration)
    readers = Readers(connect: connect(as: "reader"))
    let session = DatabaseSession(label: "writer", connect: connect(as: "writer"))
    do {
      try session.runBlocking { try Schema.prepare($0, domain: configuration.domain) }
      follower = try Follower(
        connect: connect(as: "follower"), pages: pages, delivery: delivery, onUnreachable: configuration.onUnreachable)
    } catch { throw LedgerError(opening: error) }
    let writer = BatchWriter(session: session, configuration: configuration, delivery: delivery, pages: pages)
    self.writer = writer
    queue = GroupCommit(
      waitingMaximum: configuration.requestsWaitingMaximum, batchMaximum: configuration.requestsPerBatchMaximum,
      commit: { writer.commit($0) })
  }

  /// See `Ledger.follow(after:)`.
  public func follow(after sequence: UInt64) async throws {
    guard delivery.position == nil else { return }
    let position = try await readers.read { [pages] in try pages.position(of: sequence, on: $0) }
    delivery.begin(at: position)
    follower.start()
  }

  /// Whether this server has heard of everything, at most 3 s ago.
  public var readiness: LedgerReadiness { delivery.readiness }

  /// See `Ledger.takesRequests`. A database that fails is asked again.
  public var takesRequests: Bool { queue.isOpen }

  /// See `Ledger.close()`. A ledger that was closed stays so; closing it again does nothing.
  public func close() async throws {
    queue.shut()
    await queue.idle()
    if delivery.position != nil { follower.stop() }
    writer.session.close()
    readers.close()
  }
}

// MARK: - Requests

extension PostgreSQLLedger {
  /// See `Ledger.admit(_:)`.
  public func admit(_ request: AuthenticatedRequest) async throws -> LedgerEntry {
    try await queue.admit(request)
  }

  /// See `Ledger.recordCustodyAttempt(_:)`.
  public func recordCustodyAttempt(_ attempt: CustodyAttempt) async throws -> CustodyAttemptOutcome {
    try await queue.recordCustodyAttempt(attempt)
  }

  /// See `Ledger.check(_:)`.
  public func check(_ request: AuthenticatedRequest) async throws -> Judgement {
    try await readers.read { [rules, configuration] connection in
      let questions = FactQueries(BatchQuestions(request))
      let answers = try connection.run(
        [Query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), Query(StoredHead.columns)] + questions.all
          + [Query("COMMIT")])
      let facts = try questions.facts(from: answers.dropFirst(2))
      return try RequestJudge(
        store: facts, head: StoredHead(answers[1]).head, rules: rules, configuration: configuration
      ).judge(request).judgement
    }
  }
}

// MARK: - Reading

extension PostgreSQLLedger {
  /// See `Ledger.entries(from:limit:)`.
  public func entries(from sequence: UInt64, limit: Int) async throws -> [LedgerEntry] {
    try await readers.read { [pages] in try pages.page(from: sequence, limit: limit, on: $0) }
  }

  /// See `Ledger.latestSequence()`.
  public func latestSequence() async throws -> UInt64 {
    try await readers.read { try StoredHead($0.run([Query(StoredHead.columns)])[0]).sequence }
  }

  /// See `Ledger.record(of:)`.
  public func record(of sessionKey: Address) async throws -> SessionKeyRecord? {
    if let record = records.cached(sessionKey) { return record }
    return try await readers.read { [records] in try records.records(of: [sessionKey], on: $0)[sessionKey] }
  }

  /// See `Ledger.status(of:)`.
  public func status(of sessionKey: Address) async throws -> SessionKeyStatus? {
    let now = configuration.clock()
    return try await readers.read { try SessionRows.status(of: sessionKey, on: $0, clock: now) }
  }

  /// See `Ledger.sessionKeyCounts(at:)`.
  public func sessionKeyCounts(at now: Timestamp) async throws -> SessionKeyCounts {
    try await readers.read { try SessionRows.counts(at: now, on: $0) }
  }

  /// See `Ledger.sessions(of:registeredBefore:limit:)`.
  public func sessions(
    of wallet: Address, registeredBefore sequence: UInt64?, limit: Int
  ) async throws -> [SessionKeyStatus] {
    let now = configuration.clock()
    return try await readers.read {
      try SessionRows.page(of: wallet, before: sequence, limit: limit, on: $0, clock: now)
    }
  }

  /// The records for authentication. What is not in memory is looked up while the calling thread waits: a server asks
  /// by ``withSessionKeys(_:)``.
  public var sessionKeys: any SessionKeyDirectory & Sendable { BlockingDirectory(readers: readers, records: records) }

  /// See `Ledger.withSessionKeys(_:)`.
  ///
  /// The body is run with what is in memory; where it asks for more, that is read, and the body is run again.
  public func withSessionKeys<Value: Sendable>(
    _ body: @Sendable (any SessionKeyDirectory & Sendable) throws -> Value
  ) async throws -> Value {
    let directory = CachedDirectory(records: records)
    while true {
      let result = Result { try body(directory) }
      let missing = directory.missing
      if missing.isEmpty { return try result.get() }
      try await readers.read { try directory.load(missing, on: $0) }
    }
  }
}

/// Answers on the calling thread. A database that is not reached knows no keys: whoever they sign for is refused.
private struct BlockingDirectory: SessionKeyDirectory {
  let readers: Readers
  let records: KeyRecords

  func record(of sessionKey: Address) -> SessionKeyRecord? {
    if let record = records.cached(sessionKey) { return record }
    return try? readers.readBlocking { try records.records(of: [sessionKey], on: $0)[sessionKey] }
  }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    (try? readers.readBlocking { try records.p256Records(of: wallet, on: $0) }) ?? []
  }
}
