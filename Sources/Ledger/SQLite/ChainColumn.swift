internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// The column of the hashes that chain the entries, see ``EntryChain``.
enum ChainColumn {
  /// Adds the column, and chains the entries of a ledger from before there was one. No entry can be changed but in
  /// this transaction, in which the trigger against it is away.
  static func add(in db: Database) throws {
    try db.execute(
      sql: """
        DROP TRIGGER entry_follows_the_last;
        DROP TRIGGER entry_is_not_changed;
        ALTER TABLE entry ADD COLUMN chain BLOB CHECK (length(chain) = 32);
        """)
    try fill(in: db)
    try db.execute(sql: guards)
  }

  private static func fill(in db: Database) throws {
    let count = try EntryRows.last(in: db)?.sequence ?? 0
    var chain = EntryChain.beginning
    for sequence in 1..<(count + 1) {
      chain = try hash(of: sequence, after: chain, in: db)
      try db.cachedStatement(sql: "UPDATE entry SET chain = ? WHERE sequence = ?")
        .execute(arguments: [Data(chain.bytes), Int64(sequence)])
    }
  }

  private static func hash(of sequence: UInt64, after previous: Bytes32, in db: Database) throws -> Bytes32 {
    let sql = """
      SELECT time, kind, session_key, request, index_price, order_value, value_used_before
      FROM entry WHERE sequence = ?
      """
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [Int64(sequence)]) else {
      throw LedgerError.damaged("entry \(sequence) is missing")
    }
    let columns = Columns(row: row)
    return EntryChain.hash(
      after: previous, sequence: sequence, kind: UInt8(clamping: try columns.integer(1)),
      sessionKey: try columns.optionalAddress(2), request: try columns.bytes(3),
      judgement: try columns.judgement(time: 0, facts: 4))
  }

  private static let guards = """
    CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
      OR NEW.time < (SELECT time FROM entry ORDER BY sequence DESC LIMIT 1)
      OR NEW.chain IS NULL
    BEGIN SELECT RAISE(ABORT, 'an entry follows the last without a gap, chained to it, and not before its time'); END;

    CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
    """
}
