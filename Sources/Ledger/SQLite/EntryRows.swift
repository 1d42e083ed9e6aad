internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// Entries as rows.
enum EntryRows {
  static func insert(_ entry: LedgerEntry, _ encoded: [UInt8], chain: Bytes32, in db: Database) throws {
    let sql = """
      INSERT INTO entry (sequence, time, kind, session_key, request, index_price, order_value, value_used_before, chain)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    try db.cachedStatement(sql: sql).execute(arguments: [
      Int64(entry.sequence), entry.time.sql, Int64(entry.kind.rawValue), entry.actor.sessionKey?.address.blob,
      Data(encoded), entry.judgement.indexPrice?.sql, entry.judgement.orderValue?.sql,
      entry.judgement.valueUsedBefore?.sql, Data(chain.bytes),
    ])
  }

  /// The last entry's place, or `nil` when there is none.
  static func last(in db: Database) throws -> LedgerMoment? {
    let sql = "SELECT sequence, time FROM entry ORDER BY sequence DESC LIMIT 1"
    return try Row.fetchOne(db.cachedStatement(sql: sql)).map { row in
      LedgerMoment(sequence: try Columns(row: row).integer(0), time: try Columns(row: row).time(1))
    }
  }

  /// The hash that the next entry is chained to.
  static func latestChain(in db: Database) throws -> Bytes32 {
    let sql = "SELECT chain FROM entry ORDER BY sequence DESC LIMIT 1"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else { return EntryChain.beginning }
    let columns = Columns(row: row)
    return try columns.required(Bytes32(columns.bytes(0)))
  }

  static func moment(_ sequence: UInt64, in db: Database) throws -> LedgerMoment {
    let sql = "SELECT time FROM entry WHERE sequence = ?"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [Int64(sequence)]) else {
      throw LedgerError.damaged("entry \(sequence) is missing")
    }
    return LedgerMoment(sequence: sequence, time: try Columns(row: row).time(0))
  }

  static func page(
    from sequence: UInt64, limit: Int, in db: Database, records: KeyRecords
  ) throws -> [LedgerEntry] {
    let sql = """
      SELECT \(LedgerEntry.storedColumns) FROM entry WHERE sequence >= ? ORDER BY sequence LIMIT ?
      """
    let limit = min(max(limit, 0), LedgerLimits.entriesPerPageMaximum)
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [Int64(clamping: sequence), limit])
    var entries: [LedgerEntry] = []
    var (bytes, markets) = (0, KnownMarkets())
    while bytes < LedgerLimits.bytesPerPageMaximum, let row = try rows.next() {
      let columns = Columns(row: row)
      let encoded = try columns.bytes(4)
      bytes += encoded.count
      let request = try RequestEncoding.decode(encoded, &markets)
      entries.append(try columns.entry(request) { try records.committedRecord(of: $0, in: db) })
    }
    return entries
  }
}
