internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol

extension UsedNonces {
  static func use(_ nonce: Nonce, by wallet: Address, in db: Database) throws {
    try db.cachedStatement(sql: "INSERT INTO used_nonce (ticks, rest, wallet) VALUES (?, ?, ?)")
      .execute(arguments: [nonce.time.sql, nonce.restSQL, wallet.blob])
  }

  static func isUsed(_ nonce: Nonce, by wallet: Address, in db: Database) throws -> Bool {
    let sql = "SELECT 1 FROM used_nonce WHERE ticks = ? AND rest = ? AND wallet = ?"
    return try Int.fetchOne(
      db.cachedStatement(sql: sql), arguments: [nonce.time.sql, nonce.restSQL, wallet.blob]) != nil
  }

  /// The tick before which nonces may have been forgotten; they count as used.
  static func forgottenBefore(in db: Database) throws -> UInt64 {
    let sql = "SELECT forgotten_before_ticks FROM ledger"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
      throw LedgerError.damaged("its state is missing")
    }
    return try Columns(row: row).integer(0)
  }

  /// Forgets nonces before a time, the oldest first.
  static func forget(before horizon: NonceTime, in db: Database) throws {
    let sql = """
      SELECT ticks, rest, wallet FROM used_nonce WHERE ticks < ? ORDER BY ticks, rest, wallet
      LIMIT 1 OFFSET \(forgottenAtOnceMaximum)
      """
    if let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [horizon.sql]) {
      // Nonces of one tick may be told apart by who used them: some of this row's tick go, so the tick is forgotten.
      let (ticks, rest, wallet) = (row[0] as Int64, row[1] as Int64, row[2] as DatabaseValue)
      try db.cachedStatement(sql: "DELETE FROM used_nonce WHERE (ticks, rest, wallet) < (?, ?, ?)")
        .execute(arguments: [ticks, rest, wallet])
      try setForgottenBefore(min(ticks + 1, horizon.sql), in: db)
    } else {
      try db.cachedStatement(sql: "DELETE FROM used_nonce WHERE ticks < ?").execute(arguments: [horizon.sql])
      if db.changesCount > 0 { try setForgottenBefore(horizon.sql, in: db) }
    }
  }

  private static func setForgottenBefore(_ ticks: Int64, in db: Database) throws {
    let sql = "UPDATE ledger SET forgotten_before_ticks = max(forgotten_before_ticks, ?)"
    try db.cachedStatement(sql: sql).execute(arguments: [ticks])
  }
}
