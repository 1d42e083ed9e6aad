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
  private var used: Set<Address> = []
  private var refused: Set<Address> = []

  init(db: Database) { self.db = db }

  /// How a key stands, or `nil` when it was never registered.
  func standing(of address: Address) throws -> KeyStanding? {
    if let standing = standings[address] { return standing }
    let standing = try read(address)
    standings[address] = .some(standing)
    return standing
  }

  /// Counts an entry that a registered key has signed.
  func use(_ address: Address, at sequence: UInt64, day: UInt64, orderValue: Pips?) throws {
    try change(address) { $0.use(at: sequence, day: day, orderValue: orderValue) }
    used.insert(address)
  }

  /// Counts a refusal of what a registered key has signed.
  func refuse(_ address: Address, _ code: RefusalCode, at time: Timestamp) throws {
    try change(address) { $0.refuse(code, at: time) }
    refused.insert(address)
  }

  /// Revokes a registered key.
  func revoke(_ address: Address, by sequence: UInt64) throws {
    try db.cachedStatement(sql: "UPDATE session_key_standing SET revoked_by = ? WHERE address = ?")
      .execute(arguments: [Int64(sequence), address.blob])
    try change(address) { $0.revokedBy = sequence }
  }

  private func change(_ address: Address, _ body: (inout KeyStanding) -> Void) throws {
    guard var standing = try standing(of: address) else {
      throw LedgerError.damaged("a session key that acts is not stored")
    }
    body(&standing)
    standings[address] = .some(standing)
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
    let standing = """
      INSERT INTO session_key_standing (address, expires_at, wallet, authorization_ticks) VALUES (?, ?, ?, ?)
      """
    try db.cachedStatement(sql: standing).execute(arguments: [
      record.address.blob, record.expiresAt.sql, record.wallet.blob, record.authorizationNonce.time.sql,
    ])
    standings[record.address] = nil
  }

  /// Writes what has changed and reads anew from then on. Revocations were written at once.
  func flush() throws {
    for address in used {
      if let standing = try standing(of: address) { try RecentUses.write(standing, of: address, in: db) }
    }
    if !used.isEmpty { try RecentUses.makeRoom(in: db) }
    for address in refused { try writeRefusals(of: address) }
    (used, refused, standings) = ([], [], [:])
  }

  private func writeRefusals(of address: Address) throws {
    let sql = """
      UPDATE session_key_standing SET refusal_count = ?, last_refusal_code = ?, last_refusal_time = ? WHERE address = ?
      """
    guard let refusals = try standing(of: address)?.refusals else { return }
    try db.cachedStatement(sql: sql).execute(arguments: [
      Int64(refusals.count), refusals.lastCode.rawValue, refusals.lastTime.sql, address.blob,
    ])
  }

  private func read(_ address: Address) throws -> KeyStanding? {
    let sql = """
      SELECT s.wallet, s.authorization_ticks, s.revoked_by, s.first_use, s.last_use, s.action_count, s.value_day,
        s.value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time, EXISTS (
          SELECT 1 FROM all_keys_revocation r WHERE r.wallet = s.wallet AND r.ticks >= s.authorization_ticks)
      FROM current_standing s WHERE s.address = ?
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
