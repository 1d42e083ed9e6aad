internal import Foundation
internal import GRDB
package import TypedData

/// A ledger's file that is only read: without its lock, beside a server that writes it.
package struct AuditFile: AuditSource {
  private let queue: DatabaseQueue
  package let domain: Domain

  /// Entries that are read and verified at a time…
  static let entriesPerPage = 4_096
  /// …or fewer, when their requests take up so many bytes.
  static let bytesPerPageMaximum = 16 * 1_024 * 1_024
  /// How long to wait for another connection, in seconds.
  private static let busySeconds: TimeInterval = 10

  package init(path: String) throws(LedgerError) {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(Self.busySeconds)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      domain = try queue.read { db in
        if try LedgerFile.isEmpty(db) { throw LedgerError.notALedger }
        guard try Schema.migrator.hasCompletedMigrations(db) else {
          throw LedgerError.cannotOpen("an older program has written it: open it with this one first")
        }
        return try LedgerFile.storedDomain(in: db)
      }
    } catch { throw LedgerError(opening: error) }
  }

  package func close() { try? queue.close() }

  /// Reads in one transaction.
  func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    do { return try queue.read(body) } catch { throw LedgerError(reading: error) }
  }

  /// Copies the file as it is at this moment.
  func copy(to path: String) throws {
    let target = try DatabaseQueue(path: path)
    defer { try? target.close() }
    // All pages in one step, and so of one read transaction.
    try queue.backup(to: target, pagesPerStep: -1)
  }

  package func page(after sequence: Int64?) throws(LedgerError) -> [StoredEntry] {
    try read { try Self.page(after: sequence, in: $0) }
  }

  package func atOneMoment<Value>(_ body: (any StoreSnapshot) throws -> Value) throws(LedgerError) -> Value {
    try read { try body(DatabaseSnapshot(db: $0)) }
  }

  /// The entries that follow one, or the first, in their order.
  fileprivate static func page(after sequence: Int64?, in db: Database) throws -> [StoredEntry] {
    let sql = "SELECT \(StoredEntry.columns) FROM entry WHERE sequence >= ? ORDER BY sequence LIMIT \(entriesPerPage)"
    if sequence == .max { return [] }
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [sequence.map { $0 + 1 } ?? .min])
    var entries: [StoredEntry] = []
    var bytes = 0
    while bytes < bytesPerPageMaximum, let row = try rows.next() {
      let entry = StoredEntry(row)
      bytes += (try? entry.contents.get().request.count) ?? 0
      entries.append(entry)
    }
    return entries
  }
}

/// A database inside one transaction.
private struct DatabaseSnapshot: StoreSnapshot {
  let db: Database

  func latestSequence() throws -> UInt64 { try EntryRows.last(in: db)?.sequence ?? 0 }

  func forgottenBeforeTicks() throws -> UInt64 { try UsedNonces.forgottenBefore(in: db) }

  func page(after sequence: Int64?) throws -> [StoredEntry] { try AuditFile.page(after: sequence, in: db) }

  func forEach(of table: StoredTable, _ body: (any StoredColumns) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: table.sql(standings: "current_standing"))
    while let row = try rows.next() { try body(Columns(row: row)) }
  }
}
