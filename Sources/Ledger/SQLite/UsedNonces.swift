internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// The nonces that wallets have used, as long as they could be fresh.
enum UsedNonces {
  /// Old nonces are forgotten each time that so many new ones were used…
  static let usesPerForgetting = 1_024
  /// …and at most so many at once: the table shrinks even under load, and no request waits long for it.
  static let forgottenAtOnceMaximum = 2_048

  static func use(_ nonce: Nonce, by wallet: Address, in db: Database) throws {
    try db.cachedStatement(sql: "INSERT INTO used_nonce (ticks, rest, wallet) VALUES (?, ?, ?)")
      .execute(arguments: [nonce.time.sql, nonce.restSQL, wallet.blob])
  }

  /// The tick before which nonces may have been forgotten; they count as used.
  static func forgottenBefore(in db: Database) throws -> UInt64 {
    let sql = "SELECT forgotten_before_ticks FROM ledger"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
      throw LedgerError.damaged("its state is missing")
    }
    return try Columns(row: row).integer(0)
  }

  /// Forgets nonces that are too old for anybody; the oldest that is still fresh stays.
  static func forget(in db: Database, now: Timestamp, policy: AdmissionPolicy) throws {
    let ageMaximum = max(policy.walletNonceAgeMaximum, policy.sessionKeyNonceAgeMaximum)
    let horizon = NonceTime(now).subtracting(milliseconds: ageMaximum)
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
