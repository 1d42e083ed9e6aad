internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// How session keys stand in the course of one transaction: each is read once, changed in memory, and written at the
/// end. Nothing outlives the transaction.
final class KeyStandings {
  private let db: Database
  private var standings: [Address: KeyStanding?] = [:]
  private var changed: Set<Address> = []

  init(db: Database) { self.db = db }

  /// How a key stands, or `nil` when it was never registered.
  func standing(of address: Address) throws -> KeyStanding? {
    if let standing = standings[address] { return standing }
    let standing = try read(address)
    standings[address] = .some(standing)
    return standing
  }

  /// Changes how a registered key stands.
  func change(_ address: Address, _ body: (inout KeyStanding) -> Void) throws {
    guard var standing = try standing(of: address) else {
      throw LedgerError.damaged("a session key that acts is not stored")
    }
    body(&standing)
    standings[address] = .some(standing)
    changed.insert(address)
  }

  /// Revokes a registered key.
  func revoke(_ address: Address, by sequence: UInt64) throws {
    try db.cachedStatement(sql: "UPDATE session_key_standing SET revoked_by = ? WHERE address = ?")
      .execute(arguments: [Int64(sequence), address.blob])
    try change(address) { $0.revokedBy = sequence }
  }

  /// Adds a key that the entry registers.
  func register(_ record: SessionKeyRecord, at sequence: UInt64) throws {
    let sql = """
      INSERT INTO session_key (address, wallet, sequence, authorization_ticks, curve, public_key)
      VALUES (?, ?, ?, ?, ?, ?)
      """
    try db.cachedStatement(sql: sql).execute(arguments: [
      record.address.blob, record.wallet.blob, Int64(sequence), record.authorizationNonce.time.sql,
      record.publicKey.map { Int64($0.curve.rawValue) }, record.publicKey.map { Data($0.raw) },
    ])
    try db.cachedStatement(sql: "INSERT INTO session_key_standing (address, expires_at) VALUES (?, ?)")
      .execute(arguments: [record.address.blob, record.expiresAt.sql])
    standings[record.address] = nil
  }

  /// Writes what has changed and reads anew from then on.
  ///
  /// Leaves revocations alone: they were written at once, and stand in an index that a use must not touch.
  func flush() throws {
    let sql = """
      UPDATE session_key_standing
      SET first_use = ?, last_use = ?, action_count = ?, value_day = ?, value_used = ?, refusal_count = ?,
        last_refusal_code = ?, last_refusal_time = ?
      WHERE address = ?
      """
    for address in changed {
      guard case .some(.some(let standing)) = standings[address] else { continue }
      try db.cachedStatement(sql: sql).execute(arguments: [
        standing.firstUse.map(Int64.init), standing.lastUse.map(Int64.init), Int64(standing.actionCount),
        Int64(standing.valueDay), standing.valueUsed.sql, Int64(standing.refusals?.count ?? 0),
        standing.refusals?.lastCode.rawValue, standing.refusals?.lastTime.sql, address.blob,
      ])
    }
    changed = []
    standings = [:]
  }

  private func read(_ address: Address) throws -> KeyStanding? {
    let sql = """
      SELECT k.wallet, k.authorization_ticks, s.revoked_by, s.first_use, s.last_use, s.action_count, s.value_day,
        s.value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time, EXISTS (
          SELECT 1 FROM all_keys_revocation r WHERE r.wallet = k.wallet AND r.ticks >= k.authorization_ticks)
      FROM session_key k JOIN session_key_standing s ON s.address = k.address
      WHERE k.address = ?
      """
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [address.blob]) else { return nil }
    let columns = Columns(row: row)
    return KeyStanding(
      wallet: try columns.required(columns.optionalAddress(0)), authorizationTicks: try columns.integer(1),
      isRevokedWithAll: row[11], revokedBy: try columns.optionalInteger(2), firstUse: try columns.optionalInteger(3),
      lastUse: try columns.optionalInteger(4), actionCount: try columns.integer(5), valueDay: try columns.integer(6),
      valueUsed: try columns.required(columns.optionalPips(7)), refusals: try columns.refusals(8))
  }
}

extension Columns {
  /// Reads a count of refusals, and the last one's code and time, from three columns.
  func refusals(_ index: Int) throws -> KeyRefusals? {
    let count = try integer(index)
    guard count > 0 else { return nil }
    return KeyRefusals(
      count: count, lastCode: try required(optionalText(index + 1).flatMap(RefusalCode.init)),
      lastTime: try time(index + 2))
  }
}
