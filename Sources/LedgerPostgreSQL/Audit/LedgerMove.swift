public import EthereumPrimitives
internal import Foundation
public import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// Moves a ledger from SQLite's file into a database.
///
/// Every entry is read, decoded and held to the chain of hashes before it is written, so what arrives is what was
/// appended, entry for entry, or nothing: all of it is one transaction. The last hash is the same on both sides.
/// Signatures are verified by an audit, before or after.
///
/// Stop the server of the file first: what it admits while the ledger is moved stays behind.
///
/// Source: PostgreSQL 15, "Populating a Database" (one transaction).
public struct LedgerMove: Sendable {
  /// How many entries were moved.
  public let entryCount: UInt64
  /// The hash of the last entry, as an audit of either side shows it.
  public let lastHash: Bytes32

  private static let rowsAtOnce = 2_000
  private static let answerMaximum = Duration.seconds(60)

  /// Moves all entries, and what stands in the tables beside them. Blocks the calling thread.
  ///
  /// - Parameter progress: told how many entries have been moved, of how many.
  /// - Throws: a `LedgerError`. The database is then as it was: `LedgerError.cannotOpen(_:)` where there is a ledger with
  ///   entries in it already, `LedgerError.damaged(_:)` where an entry is not what was chained to the one before it.
  public init(
    from path: String, to address: PostgreSQLAddress, progress: (_ moved: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(LedgerError) {
    try self.init(from: path, to: address, requiringDurability: true, progress: progress)
  }

  package init(
    from path: String, to address: PostgreSQLAddress, requiringDurability: Bool,
    progress: (_ moved: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(LedgerError) {
    let file = try AuditFile(path: path)
    defer { file.close() }
    do {
      let connection = try Connection(to: address, as: "migrate", requiringDurability: requiringDurability)
      try connection.takeTime()
      try Schema.prepare(connection, domain: file.domain)
      try connection.script("BEGIN")
      guard try StoredHead(connection.run([Query(StoredHead.columns + " FOR UPDATE")])[0]).sequence == 0 else {
        throw LedgerError.cannotOpen("there is a ledger with entries in it already: name an empty database")
      }
      let last = try file.atOneMoment { snapshot in
        try Self.copy(.keys, of: snapshot, to: connection)
        let last = try Self.copyEntries(of: snapshot, to: connection, progress)
        for table in MovedTable.afterEntries { try Self.copy(table, of: snapshot, to: connection) }
        try Self.writeHead(last, forgottenBeforeTicks: snapshot.forgottenBeforeTicks(), to: connection)
        return last
      }
      try connection.script("COMMIT", within: Self.answerMaximum)
      (entryCount, lastHash) = (last.position.sequence, last.position.chain)
    } catch { throw LedgerError(opening: error) }
  }

  /// The last entry that was copied.
  private struct Last {
    var position = LedgerPosition.beginning
    var time: Timestamp?
  }
}

// MARK: - Entries

extension LedgerMove {
  private static func copyEntries(
    of snapshot: any StoreSnapshot, to connection: Connection, _ progress: (UInt64, UInt64) -> Void
  ) throws -> Last {
    let total = try snapshot.latestSequence()
    var last = Last()
    while case let page = try snapshot.page(after: Int64(last.position.sequence)), !page.isEmpty {
      var columns = (0..<9).map { _ in [Cell]() }
      for entry in page { try add(entry, after: &last, to: &columns) }
      _ = try connection.run([Query(BatchWrites.insertEntries, columns.map(Cell.parameter))], within: answerMaximum)
      progress(last.position.sequence, total)
    }
    return last
  }

  /// Checks an entry and takes its columns.
  private static func add(
    _ entry: StoredEntry, after last: inout Last, to columns: inout [[Cell]]
  ) throws {
    let sequence = last.position.sequence + 1
    guard entry.sequence == Int64(sequence) else { throw LedgerError.damaged("entry \(sequence) is missing") }
    let contents = try entry.contents.get()
    guard contents.isChained(to: last.position.chain, sequence: sequence) else {
      throw LedgerError.damaged("entry \(sequence), or the one before it, is not the one that was written: audit it")
    }
    guard RequestEncoding.encode(try RequestEncoding.decode(contents.request)) == contents.request else {
      throw LedgerError.damaged("the request of entry \(sequence) is not what a ledger writes")
    }
    let judgement = contents.judgement
    let cells: [Cell] = [
      .integer(Int64(sequence)), .integer(judgement.now.sql), .integer(Int64(contents.kind.rawValue)),
      .bytes(contents.sessionKey?.bytes), .bytes(contents.request), .integer(judgement.indexPrice?.sql),
      .integer(judgement.orderValue?.sql), .integer(judgement.valueUsedBefore?.sql), .bytes(contents.chain.bytes),
    ]
    for (index, cell) in cells.enumerated() { columns[index].append(cell) }
    last = Last(position: LedgerPosition(sequence: sequence, chain: contents.chain), time: judgement.now)
  }

  private static func writeHead(_ last: Last, forgottenBeforeTicks: UInt64, to connection: Connection) throws {
    let forgotten = Query(
      "UPDATE head SET forgotten_before_ticks = $1", [.integer(Int64(clamping: forgottenBeforeTicks))])
    guard let time = last.time else {
      _ = try connection.run([forgotten])
      return
    }
    let position = last.position
    _ = try connection.run([
      forgotten,
      Query(
        "UPDATE head SET sequence = $1, time = $2, chain = $3",
        [.integer(Int64(position.sequence)), .integer(time.sql), .bytes(position.chain.bytes)]),
    ])
  }
}

// MARK: - The tables beside them

extension LedgerMove {
  private static func copy(_ table: MovedTable, of snapshot: any StoreSnapshot, to connection: Connection) throws {
    var columns = table.columns.map { _ in [Cell]() }
    func flush() throws {
      guard columns[0].count > 0 else { return }
      _ = try connection.run([Query(table.insert, columns.map(Cell.parameter))], within: answerMaximum)
      columns = table.columns.map { _ in [] }
    }
    try snapshot.forEach(of: table.source) { row in
      for (index, column) in table.columns.enumerated() {
        columns[index].append(try Cell(row, index, column.kind))
      }
      if columns[0].count == rowsAtOnce { try flush() }
    }
    try flush()
  }
}

/// A value of a row on its way.
private enum Cell {
  case integer(Int64?)
  case bytes([UInt8]?)
  case text(String?)

  init(_ row: any StoredColumns, _ index: Int, _ kind: MovedTable.Kind) throws {
    switch kind {
    case .integer: self = .integer(try row.optionalInteger(index).map { Int64(clamping: $0) })
    case .bytes: self = .bytes(try row.optionalBytes(index))
    case .text: self = .text(try row.optionalText(index))
    }
  }

  /// A column of values of one kind.
  static func parameter(_ cells: [Cell]) -> Parameter {
    switch cells.first {
    case .integer?: .integers(cells.map { if case .integer(let value) = $0 { value } else { nil } })
    case .text?: .texts(cells.map { if case .text(let value) = $0 { value } else { nil } })
    case .bytes?, nil: .byteStrings(cells.map { if case .bytes(let value) = $0 { value } else { nil } })
    }
  }
}

/// A table, and how its columns are called on the other side.
private struct MovedTable {
  let source: StoredTable
  let name: String
  let columns: [(name: String, kind: Kind)]

  enum Kind: String {
    case integer = "bigint"
    case bytes = "bytea"
    case text = "text"
  }

  var insert: String {
    let arrays = columns.enumerated().map { "$\($0.offset + 1)::\($0.element.kind.rawValue)[]" }
    return """
      INSERT INTO \(name) (\(columns.map(\.name).joined(separator: ", ")))
      SELECT * FROM unnest(\(arrays.joined(separator: ", ")))
      """
  }

  /// An entry refers to the key that has signed it, which the database checks with each statement.
  static let keys = MovedTable(
    source: .keys, name: "session_key",
    columns: [
      ("address", .bytes), ("wallet", .bytes), ("sequence", .integer), ("authorization_ticks", .integer),
      ("curve", .integer), ("public_key", .bytes),
    ])

  static let afterEntries = [
    MovedTable(
      source: .standings, name: "session_key_standing",
      columns: [
        ("address", .bytes), ("revoked_by", .integer), ("first_use", .integer), ("last_use", .integer),
        ("action_count", .integer), ("value_day", .integer), ("value_used", .integer), ("expires_at", .integer),
        ("authorization_ticks", .integer), ("wallet", .bytes), ("refusal_count", .integer),
        ("last_refusal_code", .text),
        ("last_refusal_time", .integer),
      ]),
    MovedTable(
      source: .revocationsOfAll, name: "all_keys_revocation",
      columns: [("wallet", .bytes), ("nonce", .bytes), ("sequence", .integer), ("ticks", .integer)]),
    MovedTable(
      source: .indexPrices, name: "index_price",
      columns: [("market", .text), ("price", .integer), ("sequence", .integer)]),
    MovedTable(
      source: .custodyAttempts, name: "custody_attempts",
      columns: [
        ("address", .bytes), ("count", .integer), ("first_time", .integer), ("last_time", .integer),
        ("last_request", .bytes),
      ]),
    MovedTable(
      source: .nonces(from: 0), name: "used_nonce",
      columns: [("ticks", .integer), ("rest", .integer), ("wallet", .bytes)]),
  ]
}
