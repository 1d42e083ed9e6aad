internal import CLibPQ
internal import Foundation
internal import Ledger

/// One connection to a database. Every call blocks the calling thread, and none longer than it says: for threads of a
/// ``DatabaseSession`` or a follower, never for tasks.
///
/// Statements are prepared once for each connection, and several are sent in one go (libpq's pipeline mode): a
/// transaction of many statements costs one round trip.
@safe final class Connection {
  private let raw: OpaquePointer
  private var prepared: [String: String] = [:]
  private let warnings = Warnings()
  /// Whether the connection is of no more use.
  private(set) var isLost = false

  /// How long a call waits for the database, where nothing else is said.
  static let answerMaximum = Duration.seconds(5)

  /// Connects, and prepares the session.
  ///
  /// - Parameter role: what the connection is for, as the database's administrator sees it.
  /// - Throws: a ``PostgreSQLError``, or a `LedgerError` for a database that would not keep what it confirms.
  init(to address: PostgreSQLAddress, as role: String = "tool", requiringDurability: Bool) throws {
    let defaults = Self.defaults + [("fallback_application_name", "session-keys \(role)")]
    let names = defaults.map(\.0) + ["dbname"] + Self.fixed.map(\.0)
    let values = defaults.map(\.1) + [address.url] + Self.fixed.map(\.1)
    let raw = unsafe Self.withCStrings(names) { names in
      unsafe Self.withCStrings(values) { values in unsafe PQconnectdbParams(names, values, 1) }
    }
    guard let raw = unsafe raw else { throw PostgreSQLError.connectionLost("there is no memory for a connection") }
    unsafe self.raw = raw
    let context = unsafe Unmanaged.passUnretained(warnings).toOpaque()
    _ = unsafe PQsetNoticeReceiver(raw, { unsafe Warnings.note($0, $1) }, context)
    guard unsafe PQstatus(raw) == CONNECTION_OK, unsafe PQsetnonblocking(raw, 1) == 0 else { throw lost }
    try script(Self.settings)
    if requiringDurability {
      try checkDurability()
      try confirmWhatIsVisible()
    }
  }

  deinit { unsafe PQfinish(raw) }

  /// The parameters that a URL may replace.
  private static let defaults = [("target_session_attrs", "read-write")]
  /// The parameters that it may not. Of a database that is gone without a word, a connection learns in about 2 s.
  private static let fixed = [
    ("client_encoding", "UTF8"), ("connect_timeout", "2"), ("keepalives", "1"), ("keepalives_idle", "1"),
    ("keepalives_interval", "1"), ("keepalives_count", "2"), ("tcp_user_timeout", "2000"),
  ]

  /// What every session is set to.
  ///
  /// A transaction that is left open ends after 1.5 s, and a client that is gone is noticed in 2 s: so long does a dead
  /// server hold up the others. The planner takes indexes, whatever it believes of the sizes of tables, and plans once:
  /// a plan that was made for an empty table is good for a full one.
  private static let settings = """
    SET statement_timeout = 5000;
    SET lock_timeout = 4000;
    SET idle_in_transaction_session_timeout = 1500;
    SET tcp_keepalives_idle = 1;
    SET tcp_keepalives_interval = 1;
    SET tcp_keepalives_count = 2;
    SET tcp_user_timeout = 2000;
    SET default_transaction_isolation = 'read committed';
    SET plan_cache_mode = force_generic_plan;
    SET enable_seqscan = off;
    SET enable_hashjoin = off;
    SET enable_mergejoin = off;
    SET jit = off;
    """

  /// For a tool that reads a whole ledger in one transaction: a statement may read a large table, and between two
  /// entries are judged or written.
  func takeTime() throws {
    try script("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 600000")
  }

  private func checkDurability() throws {
    for name in ["fsync", "full_page_writes"] {
      guard try setting(name) == "on" else {
        throw LedgerError.cannotOpen("the database has \(name) = off, and could lose what it has confirmed: turn it on")
      }
    }
    if try setting("synchronous_commit") != "remote_apply" { try script("SET synchronous_commit = on") }
    guard try ["on", "remote_apply"].contains(setting("synchronous_commit")) else {
      throw LedgerError.cannotOpen("the database does not make commits durable: synchronous_commit is not on")
    }
  }

  /// Waits until the standby has what this connection can read.
  ///
  /// A transaction is seen by others when its commit has waited for the standby. A crash ends the wait: after it the
  /// database shows also what it had committed alone, and what is lost with it if the standby takes its place. A crash
  /// ends all connections, too; so each begins with a commit of its own, which waits for all that was written before it.
  ///
  /// - Throws: ``PostgreSQLError/connectionLost(_:)`` where the standby does not confirm it in time. The connection is
  ///   then of no use: nothing that it shows can be relied on.
  private func confirmWhatIsVisible() throws {
    _ = takeWarning()
    // A message in the log that means nothing: a transaction that writes nothing would not wait.
    try script("BEGIN; \(Self.confirmationLimit); SELECT pg_logical_emit_message(true, 'session-keys', ''); COMMIT")
    guard takeWarning() != nil else { return }
    isLost = true
    throw PostgreSQLError.connectionLost("its standby does not confirm what it has committed")
  }

  /// Without a limit sessions would pile up in the database that wait for a standby, long after their clients are gone.
  private static let confirmationLimit = "SET LOCAL statement_timeout = 1500"

  private func setting(_ name: String) throws -> String? {
    try run([Query("SELECT current_setting($1)", [.text(name)])])[0].first.flatMap { try $0.optionalText(0) }
  }
}

// MARK: - Statements

extension Connection {
  /// Runs statements in one go; gives what each answers.
  ///
  /// Statements that begin and end a transaction are statements as well. Where one is refused, those after it are not
  /// run; a transaction that was begun is then rolled back.
  func run(_ queries: [Query], within time: Duration = answerMaximum) throws -> [Rows] {
    let deadline = ContinuousClock.now + time
    guard unsafe PQenterPipelineMode(raw) == 1 else { throw lost }
    var expected: [(name: String, sql: String)?] = []
    for query in queries { try send(query, &expected) }
    guard unsafe PQpipelineSync(raw) == 1 else { throw lost }
    try flush(until: deadline)
    var (answers, refusal): ([Rows], PostgreSQLError?) = ([], nil)
    for preparation in expected {
      do {
        let rows = try answer(until: deadline)
        if let preparation { prepared[preparation.sql] = preparation.name } else { answers.append(rows) }
      } catch let error as PostgreSQLError {
        guard case .refused = error else { throw error }
        refusal = refusal ?? error
      }
    }
    try endPipeline(until: deadline)
    if let refusal {
      if unsafe PQtransactionStatus(raw) != PQTRANS_IDLE { try script("ROLLBACK") }
      throw refusal
    }
    return answers
  }

  /// Runs statements without values, one after the other, in a transaction of their own where they begin none.
  func script(_ sql: String, within time: Duration = answerMaximum) throws {
    let deadline = ContinuousClock.now + time
    guard unsafe PQsendQuery(raw, sql) == 1 else { throw lost }
    try flush(until: deadline)
    var refusal: PostgreSQLError?
    while let result = unsafe try nextResult(until: deadline) {
      do { _ = unsafe try checked(result) } catch { refusal = refusal ?? (error as? PostgreSQLError) }
    }
    if unsafe PQstatus(raw) != CONNECTION_OK { throw lost }
    guard let refusal else { return }
    if unsafe PQtransactionStatus(raw) != PQTRANS_IDLE, sql != "ROLLBACK" { try script("ROLLBACK") }
    throw refusal
  }

  /// Whether the database has warned of something since the last time that this was asked.
  func takeWarning() -> String? { warnings.take() }

  private func send(_ query: Query, _ expected: inout [(name: String, sql: String)?]) throws {
    var name = prepared[query.sql]
    if name == nil {
      // One that is sent twice in one go is prepared twice, under two names.
      let new = "s\(prepared.count)_\(expected.count)"
      let types = query.parameters.map(\.type)
      guard unsafe PQsendPrepare(raw, new, query.sql, Int32(types.count), types) == 1 else { throw lost }
      expected.append((new, query.sql))
      name = new
    }
    expected.append(nil)
    var (buffer, ends): ([UInt8], [Int]) = ([], [])
    for parameter in query.parameters {
      parameter.write(to: &buffer)
      ends.append(buffer.count)
    }
    guard try send(name ?? "", buffer, ends) else { throw lost }
  }

  private func send(_ name: String, _ buffer: [UInt8], _ ends: [Int]) throws -> Bool {
    let starts = [0] + ends.dropLast()
    let lengths = zip(starts, ends).map { Int32($1 - $0) }
    let formats = [Int32](repeating: 1, count: ends.count)
    // A value of no bytes still needs a place: a null pointer would be a null.
    return unsafe (buffer + [0]).withUnsafeBufferPointer { bytes in
      let values = unsafe zip(starts, ends).map { start, _ in
        unsafe bytes.baseAddress.map { unsafe UnsafeRawPointer($0 + start).assumingMemoryBound(to: CChar.self) }
      }
      return unsafe PQsendQueryPrepared(raw, name, Int32(ends.count), values, lengths, formats, 1) == 1
    }
  }
}

// MARK: - Notifications

extension Connection {
  /// Waits until the database notifies, a byte can be read from another descriptor, or the time is over.
  ///
  /// - Returns: what the last notification says, or `nil` where there was none.
  func waitForNotification(or waker: Int32, within time: Duration) throws -> String? {
    if let text = takeNotifications() { return text }
    _ = wait(for: Int16(POLLIN), or: waker, until: ContinuousClock.now + time)
    guard unsafe PQconsumeInput(raw) == 1 else { throw lost }
    return takeNotifications()
  }

  private func takeNotifications() -> String? {
    var last: String?
    while let notification = unsafe PQnotifies(raw) {
      last = unsafe String(cString: notification.pointee.extra)
      unsafe PQfreemem(notification)
    }
    return last
  }
}

// MARK: - libpq

extension Connection {
  /// The error of a connection that is of no more use.
  private var lost: PostgreSQLError {
    isLost = true
    let message = unsafe PQerrorMessage(raw).map { unsafe String(cString: $0) } ?? ""
    return .connectionLost(message.split(separator: "\n").first.map(String.init) ?? "no reason is given")
  }

  private func flush(until deadline: ContinuousClock.Instant) throws {
    while true {
      switch unsafe PQflush(raw) {
      case 0: return
      case 1:
        guard wait(for: Int16(POLLIN | POLLOUT), until: deadline) else { throw timeout }
        guard unsafe PQconsumeInput(raw) == 1 else { throw lost }
      default: throw lost
      }
    }
  }

  /// The answer to one statement.
  private func answer(until deadline: ContinuousClock.Instant) throws -> Rows {
    guard let result = unsafe try nextResult(until: deadline) else { throw lost }
    let outcome = Result { unsafe try checked(result) }
    while let surplus = unsafe try nextResult(until: deadline) { unsafe PQclear(surplus) }
    return try outcome.get()
  }

  private func endPipeline(until deadline: ContinuousClock.Instant) throws {
    guard let result = unsafe try nextResult(until: deadline) else { throw lost }
    defer { unsafe PQclear(result) }
    guard unsafe PQresultStatus(result) == PGRES_PIPELINE_SYNC, unsafe PQexitPipelineMode(raw) == 1 else { throw lost }
  }

  private func nextResult(until deadline: ContinuousClock.Instant) throws -> OpaquePointer? {
    while unsafe PQisBusy(raw) == 1 {
      guard wait(for: Int16(POLLIN), until: deadline) else { throw timeout }
      guard unsafe PQconsumeInput(raw) == 1 else { throw lost }
    }
    return unsafe PQgetResult(raw)
  }

  /// Takes over a result.
  private func checked(_ result: OpaquePointer) throws -> Rows {
    let rows = unsafe Rows(result)
    let status = unsafe PQresultStatus(result)
    switch status {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return rows
    case PGRES_PIPELINE_ABORTED: throw PostgreSQLError.refused(state: "25P02", message: "not run after an error")
    default: break
    }
    func field(_ code: Int32) -> String? { unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) } }
    guard unsafe PQstatus(raw) == CONNECTION_OK, let state = field(67), field(86) != "FATAL" else {
      isLost = true
      throw PostgreSQLError.connectionLost(field(77) ?? lost.description)
    }
    throw PostgreSQLError.refused(state: state, message: field(77) ?? "no reason is given")
  }

  private var timeout: PostgreSQLError {
    isLost = true
    return .connectionLost("it does not answer in time")
  }

  /// Waits until the connection can be read or written, or another descriptor be read.
  ///
  /// - Returns: `false` when the time is over.
  private func wait(
    for events: Int16, or waker: Int32 = -1, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let left = deadline - .now
      guard left > .zero else { return false }
      let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
      var descriptors = [
        pollfd(fd: unsafe PQsocket(raw), events: events, revents: 0),
        pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
      ]
      let count = unsafe poll(&descriptors, 2, Int32(clamping: milliseconds + 1))
      if count > 0 { return true }
      if count < 0 && errno != EINTR { return true }
    }
  }

  private static func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
  ) -> Value {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let pointers = unsafe copies.map { unsafe UnsafePointer<CChar>($0) } + [nil]
    return unsafe pointers.withUnsafeBufferPointer { pointers in
      guard let start = pointers.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
      return unsafe body(start)
    }
  }
}

/// Keeps what the database warns of; its notices are not worth a line.
private final class Warnings {
  private var last: String?

  func take() -> String? {
    defer { last = nil }
    return last
  }

  static func note(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let context = unsafe context, let result = unsafe result,
      let severity = unsafe PQresultErrorField(result, 86), unsafe String(cString: severity) == "WARNING",
      let message = unsafe PQresultErrorField(result, 77)
    else { return }
    unsafe Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue().last = unsafe String(cString: message)
  }
}
