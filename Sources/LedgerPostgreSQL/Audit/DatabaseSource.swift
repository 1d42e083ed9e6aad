internal import Ledger
internal import TypedData

/// A database as an audit reads it, on a connection of its own. Changes nothing.
struct DatabaseSource: AuditSource {
  let domain: Domain
  private let address: PostgreSQLAddress
  private let session: DatabaseSession

  /// Entries that are read at a time…
  private static let entriesPerPage: Int64 = 4_096
  /// …or fewer, when their requests take up so many bytes.
  private static let bytesPerPageMaximum = 16 * 1_024 * 1_024
  private static let sql = EntryPages.sql(selecting: StoredEntry.columns, bytesMaximum: bytesPerPageMaximum)

  init(at address: PostgreSQLAddress) throws(LedgerError) {
    self.address = address
    session = DatabaseSession(label: "audit") { try Self.connect(to: address) }
    do { domain = try session.runBlocking { try Schema.check($0) } } catch { throw LedgerError(opening: error) }
  }

  private static func connect(to address: PostgreSQLAddress) throws -> Connection {
    let connection = try Connection(to: address, as: "audit", requiringDurability: false)
    try connection.takeTime()
    return connection
  }

  func page(after sequence: Int64?) throws(LedgerError) -> [StoredEntry] {
    do { return try session.runBlocking { try Self.page(after: sequence, on: $0) } } catch {
      throw LedgerError(reading: error)
    }
  }

  func atOneMoment<Value>(_ body: (any StoreSnapshot) throws -> Value) throws(LedgerError) -> Value {
    do {
      let connection = try Self.connect(to: address)
      try connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
      return try body(DatabaseMoment(connection: connection))
    } catch { throw LedgerError(reading: error) }
  }

  func close() { session.close() }

  fileprivate static func page(after sequence: Int64?, on connection: Connection) throws -> [StoredEntry] {
    if sequence == .max { return [] }
    let parameters: [Parameter] = [.integer(sequence.map { $0 + 1 } ?? .min), .integer(entriesPerPage)]
    return try connection.run([Query(sql, parameters)], within: .seconds(60))[0]
      .map { StoredEntry(sequence: try $0.signed(0), $0) }
  }
}

/// A database inside one transaction.
private struct DatabaseMoment: StoreSnapshot {
  let connection: Connection

  private static let rowsAtOnce = 10_000

  func latestSequence() throws -> UInt64 { try StoredHead(connection.run([Query(StoredHead.columns)])[0]).sequence }

  func forgottenBeforeTicks() throws -> UInt64 {
    try StoredHead(connection.run([Query(StoredHead.columns)])[0]).head.forgottenBeforeTicks
  }

  func page(after sequence: Int64?) throws -> [StoredEntry] { try DatabaseSource.page(after: sequence, on: connection) }

  func forEach(of table: StoredTable, _ body: (any StoredColumns) throws -> Void) throws {
    try connection.script("DECLARE rows NO SCROLL CURSOR FOR \(table.sql(standings: "session_key_standing"))")
    while true {
      let rows = try connection.run([Query("FETCH \(Self.rowsAtOnce) FROM rows")], within: .seconds(60))[0]
      if rows.count == 0 { break }
      for row in 0..<rows.count { try body(rows[row]) }
    }
    try connection.script("CLOSE rows")
  }
}
