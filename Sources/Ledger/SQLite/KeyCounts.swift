internal import GRDB
internal import PerpsProtocol

/// How many session keys there are.
///
/// The keys that were not revoked one by one stand in an index in the order of their expiry, so that they can be counted
/// without looking at each; what a revocation of all keys covers is looked at key by key, for the wallets that made one.
enum KeyCounts {
  static func counts(at now: Timestamp, in db: Database) throws -> SessionKeyCounts {
    let registered = try Row.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM session_key"))
    let unrevoked = """
      SELECT count(*), coalesce(sum(expires_at > ?), 0) FROM session_key_standing WHERE revoked_by IS NULL
      """
    let (standing, living) = try pair(unrevoked, now, in: db)
    let (covered, coveredLiving) = try pair(coveredByAll, now, in: db)
    let count = try registered.map { try Columns(row: $0).integer(0) } ?? 0
    return SessionKeyCounts(
      registered: count, revoked: count - standing + covered, active: living - coveredLiving)
  }

  private static let coveredByAll = """
    SELECT count(*), coalesce(sum(s.expires_at > ?), 0)
    FROM (SELECT wallet, max(ticks) AS ticks FROM all_keys_revocation GROUP BY wallet) r
    CROSS JOIN session_key k ON k.wallet = r.wallet AND k.authorization_ticks <= r.ticks
    CROSS JOIN session_key_standing s ON s.address = k.address
    WHERE s.revoked_by IS NULL
    """

  /// How many keys, and how many of them have not expired.
  private static func pair(_ sql: String, _ now: Timestamp, in db: Database) throws -> (UInt64, UInt64) {
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [now.sql]) else { return (0, 0) }
    let columns = Columns(row: row)
    return (try columns.integer(0), try columns.integer(1))
  }
}
