internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// When session keys expire, beside how they stand: so that those that can act are counted by an index.
enum KeyExpiry {
  /// Fills the column in for the keys of a ledger from before there was one.
  static func fill(in db: Database) throws {
    let sql = """
      SELECT k.curve, k.public_key, e.request FROM session_key k JOIN entry e ON e.sequence = k.sequence
      """
    let rows = try Row.fetchCursor(db, sql: sql)
    while let row = try rows.next() {
      let record = try KeyRecords.record(row)
      try db.cachedStatement(sql: "UPDATE session_key_standing SET expires_at = ? WHERE address = ?")
        .execute(arguments: [record.expiresAt.sql, record.address.blob])
    }
    try db.execute(sql: isFrozen)
  }

  private static let isFrozen = """
    CREATE TRIGGER expiry_is_frozen BEFORE UPDATE OF expires_at ON session_key_standing
    WHEN NEW.expires_at IS NOT OLD.expires_at
    BEGIN SELECT RAISE(ABORT, 'a session key keeps its expiry'); END;
    """
}
