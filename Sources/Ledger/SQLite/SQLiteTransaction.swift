internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// One transaction of a database: every fact is read when it is asked for, and everything written at once.
final class SQLiteTransaction: StoreTransaction {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Where the ledger ends.
  static func head(in db: Database) throws -> LedgerHead {
    LedgerHead(last: try EntryRows.last(in: db), forgottenBeforeTicks: try UsedNonces.forgottenBefore(in: db))
  }

  func append(_ entry: LedgerEntry, encoded: [UInt8], chain: Bytes32) throws {
    try EntryRows.insert(entry, encoded, chain: chain, in: db)
  }

  func isUsed(_ nonce: Nonce, by wallet: Address) throws -> Bool { try UsedNonces.isUsed(nonce, by: wallet, in: db) }

  func use(_ nonce: Nonce, by wallet: Address) throws { try UsedNonces.use(nonce, by: wallet, in: db) }

  func forgetNonces(before horizon: NonceTime) throws { try UsedNonces.forget(before: horizon, in: db) }

  func indexPrice(of market: MarketSymbol) throws -> Pips? {
    let sql = "SELECT price FROM index_price WHERE market = ?"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [market.text])
      .flatMap { try Columns(row: $0).optionalPips(0) }
  }

  func publish(_ price: IndexPrice, at sequence: UInt64) throws {
    let sql = """
      INSERT INTO index_price (market, price, sequence) VALUES (?, ?, ?)
      ON CONFLICT (market) DO UPDATE SET price = excluded.price, sequence = excluded.sequence
      """
    try db.cachedStatement(sql: sql).execute(arguments: [price.market.text, price.price.sql, Int64(sequence)])
  }
}

// MARK: - Session keys

extension SQLiteTransaction {
  func record(of sessionKey: Address) throws -> SessionKeyRecord? { try KeyRecords.stored(sessionKey, in: db) }

  func standing(of sessionKey: Address) throws -> KeyStanding? {
    let sql = """
      SELECT s.wallet, s.authorization_ticks, s.revoked_by, s.first_use, s.last_use, s.action_count, s.value_day,
        s.value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time, EXISTS (
          SELECT 1 FROM all_keys_revocation r WHERE r.wallet = s.wallet AND r.ticks >= s.authorization_ticks)
      FROM current_standing s WHERE s.address = ?
      """
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [sessionKey.blob]) else { return nil }
    return try Columns(row: row).standing(0, isRevokedWithAll: row[11])
  }

  func register(_ record: SessionKeyRecord, at sequence: UInt64) throws {
    let sql = """
      INSERT INTO session_key (address, wallet, sequence, authorization_ticks, curve, public_key)
      VALUES (?, ?, ?, ?, ?, ?)
      """
    try db.cachedStatement(sql: sql).execute(arguments: [
      record.address.blob, record.wallet.blob, Int64(sequence), record.authorizationNonce.time.sql,
      record.publicKey.map { Int64($0.curve.rawValue) }, record.publicKey.map { Data($0.raw) },
    ])
    let standing = """
      INSERT INTO session_key_standing (address, expires_at, wallet, authorization_ticks) VALUES (?, ?, ?, ?)
      """
    try db.cachedStatement(sql: standing).execute(arguments: [
      record.address.blob, record.expiresAt.sql, record.wallet.blob, record.authorizationNonce.time.sql,
    ])
  }

  func write(uses: [Address: KeyStanding]) throws {
    for (address, standing) in uses { try RecentUses.write(standing, of: address, in: db) }
    try RecentUses.makeRoom(in: db)
  }

  func write(refusals: [Address: KeyStanding]) throws {
    let sql = """
      UPDATE session_key_standing SET refusal_count = ?, last_refusal_code = ?, last_refusal_time = ? WHERE address = ?
      """
    for (address, standing) in refusals {
      guard let refusals = standing.refusals else { continue }
      try db.cachedStatement(sql: sql).execute(arguments: [
        Int64(refusals.count), refusals.lastCode.rawValue, refusals.lastTime.sql, address.blob,
      ])
    }
  }
}

// MARK: - Revocations and custody attempts

extension SQLiteTransaction {
  func revoke(_ sessionKey: Address, by sequence: UInt64) throws {
    try db.cachedStatement(sql: "UPDATE session_key_standing SET revoked_by = ? WHERE address = ?")
      .execute(arguments: [Int64(sequence), sessionKey.blob])
  }

  func revokeAll(_ revocation: AllSessionKeysRevocation, at sequence: UInt64) throws {
    let sql = "INSERT INTO all_keys_revocation (wallet, ticks, nonce, sequence) VALUES (?, ?, ?, ?)"
    try db.cachedStatement(sql: sql).execute(arguments: [
      revocation.wallet.blob, revocation.nonce.time.sql, Data(revocation.nonce.bytes), Int64(sequence),
    ])
  }

  func latestRevocationOfAll(by wallet: Address) throws -> Nonce? {
    let sql = "SELECT nonce FROM all_keys_revocation WHERE wallet = ? ORDER BY ticks DESC LIMIT 1"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [wallet.blob])
      .map { try Columns(row: $0).nonce(0) }
  }

  func count(_ attempt: CustodyAttempt, encoded: [UInt8], at time: Timestamp) throws -> CustodyAttempts {
    let sql = """
      INSERT INTO custody_attempts (address, count, first_time, last_time, last_request) VALUES (?1, 1, ?2, ?2, ?3)
      ON CONFLICT (address) DO UPDATE
      SET count = count + 1, last_time = excluded.last_time, last_request = excluded.last_request
      """
    let key = attempt.sessionKey.address
    try db.cachedStatement(sql: sql).execute(arguments: [key.blob, time.sql, Data(encoded)])
    guard let attempts = try SessionRows.custodyAttempts(of: key, in: db) else {
      throw LedgerError.damaged("a custody attempt was not stored")
    }
    return attempts
  }
}
