internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// Reads entries, page by page.
struct EntryPages: Sendable {
  let records: KeyRecords

  private static let columns = LedgerEntry.storedColumns

  /// The entries from a sequence number on, at most `limit`, and fewer when they are large.
  func page(from sequence: UInt64, limit: Int, on connection: Connection) throws -> [LedgerEntry] {
    try entries(in: rows(from: sequence, limit: limit, on: connection), on: connection)
  }

  /// The entries after a place, at most as many as a page has and not beyond a sequence number.
  ///
  /// - Throws: a ``PostgreSQLError``, or a `LedgerError` when the place is not there any more.
  func page(after place: LedgerPosition, upTo last: UInt64 = .max, on connection: Connection) throws -> EntryPage {
    // The entry at the place is read again: it must be the one that was handed on.
    let limit = min(UInt64(LedgerLimits.entriesPerPageMaximum) - 1, last - min(last, place.sequence)) + 1
    let rows = try rows(from: max(place.sequence, 1), limit: Int(limit), on: connection)
    let found = try place.sequence == 0 ? place : position(rows)
    let entries = try entries(in: rows, on: connection).filter { $0.sequence > place.sequence }
    let chains = try rows.map { (try $0.integer(0), try $0.required(Bytes32($0.bytes(8)))) }
      .filter { $0.0 > place.sequence }
    for (index, chain) in chains.enumerated() where chain.0 != place.sequence + UInt64(index) + 1 {
      throw LedgerError.damaged("entry \(place.sequence + UInt64(index) + 1) is missing")
    }
    return EntryPage(after: found, entries: entries, chains: chains.prefix(entries.count).map(\.1))
  }

  /// The place of an entry; an entry that is not there is none that anything could follow.
  func position(of sequence: UInt64, on connection: Connection) throws -> LedgerPosition {
    guard sequence > 0 else { return .beginning }
    let rows = try rows(from: sequence, limit: 1, on: connection)
    let position = try position(rows)
    guard position.sequence == sequence else { throw LedgerError.damaged("entry \(sequence) is missing") }
    return position
  }

  private func position(_ rows: Rows) throws -> LedgerPosition {
    guard let first = rows.first else { return .beginning }
    return LedgerPosition(sequence: try first.integer(0), chain: try first.required(Bytes32(first.bytes(8))))
  }

  private func rows(from sequence: UInt64, limit: Int, on connection: Connection) throws -> Rows {
    let limit = min(max(limit, 0), LedgerLimits.entriesPerPageMaximum)
    return try connection.run([Query(Self.sql, [.integer(Int64(clamping: sequence)), .integer(Int64(limit))])])[0]
  }

  private static let sql = sql(selecting: "\(columns), chain", bytesMaximum: LedgerLimits.bytesPerPageMaximum)

  /// Selects a page: from a sequence number on, at most so many entries. It ends after the entry with which its requests
  /// take up as many bytes as it may have.
  static func sql(selecting columns: String, bytesMaximum: Int) -> String {
    """
    SELECT \(columns) FROM (
      SELECT *, sum(length(request)) OVER (ORDER BY sequence) - length(request) AS bytes_before
      FROM (SELECT * FROM entry WHERE sequence >= $1 ORDER BY sequence LIMIT $2) e) e
    WHERE bytes_before < \(bytesMaximum) ORDER BY sequence
    """
  }

  private func entries(in rows: Rows, on connection: Connection) throws -> [LedgerEntry] {
    let signers = Set(try rows.map { try $0.optionalAddress(3) }.compactMap { $0 })
    let records = try records.records(of: signers, on: connection)
    var markets = KnownMarkets()
    return try rows.map { fields in
      try fields.entry(try RequestEncoding.decode(fields.bytes(4), &markets)) { records[$0] }
    }
  }
}
