internal import GRDB
internal import PerpsProtocol

/// How many session keys there are.
///
/// The keys that were not revoked one by one stand in an index in the order of their expiry, so that they can be counted
/// without looking at each; what a revocation of all keys covers is looked at key by key, for the wallets that made one.
enum KeyCounts {
  static func counts(at now: Timestamp, in db: Database) throws -> SessionKeyCounts {
    let registered = try count("SELECT count(*) FROM session_key", in: db)
    let unrevoked = "SELECT count(*) FROM session_key_standing WHERE revoked_by IS NULL"
    let standing = try count(unrevoked, in: db)
    let living = try count("\(unrevoked) AND expires_at > ?", [now.sql], in: db)
    let covered = try count(coveredByAll, in: db)
    let coveredLiving = try count("\(coveredByAll) AND s.expires_at > ?", [now.sql], in: db)
    return SessionKeyCounts(
      registered: registered, revoked: registered - standing + covered, active: living - coveredLiving)
  }

  private static let coveredByAll = """
    SELECT count(*) FROM (SELECT wallet, max(ticks) AS ticks FROM all_keys_revocation GROUP BY wallet) r
    CROSS JOIN session_key k ON k.wallet = r.wallet AND k.authorization_ticks <= r.ticks
    CROSS JOIN session_key_standing s ON s.address = k.address
    WHERE s.revoked_by IS NULL
    """

  private static func count(_ sql: String, _ arguments: StatementArguments = [], in db: Database) throws -> UInt64 {
    let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    return try row.map { try Columns(row: $0).integer(0) } ?? 0
  }
}
