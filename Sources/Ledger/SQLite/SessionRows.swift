internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// How the session keys of a wallet stand.
enum SessionRows {
  static func page(
    of wallet: Address, before sequence: UInt64?, limit: Int, in db: Database, clock: Timestamp
  ) throws -> [SessionKeyStatus] {
    let sql = "\(statuses) WHERE k.wallet = ? AND k.sequence < ? ORDER BY k.sequence DESC LIMIT ?"
    let limit = min(max(limit, 0), LedgerLimits.sessionsPerPageMaximum)
    let before = Int64(clamping: sequence ?? .max)
    let day = try day(in: db, clock: clock)
    return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [wallet.blob, before, limit])
      .map { try status($0, day: day, in: db) }
  }

  static func status(of key: Address, in db: Database, clock: Timestamp) throws -> SessionKeyStatus? {
    let day = try day(in: db, clock: clock)
    return try Row.fetchOne(db.cachedStatement(sql: "\(statuses) WHERE k.address = ?"), arguments: [key.blob])
      .map { try status($0, day: day, in: db) }
  }

  static func custodyAttempts(of key: Address, in db: Database) throws -> CustodyAttempts? {
    let sql = "SELECT count, first_time, last_time, last_request FROM custody_attempts WHERE address = ?"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key.blob]) else { return nil }
    let columns = Columns(row: row)
    return CustodyAttempts(
      count: try columns.integer(0), firstTime: try columns.time(1), lastTime: try columns.time(2),
      lastRequest: try RequestEncoding.decode(columns.bytes(3)))
  }

  private static let statuses = """
    SELECT k.curve, k.public_key, e.request, k.sequence, e.time, s.revoked_by, (
        SELECT r.sequence FROM all_keys_revocation r
        WHERE r.wallet = k.wallet AND r.ticks >= k.authorization_ticks ORDER BY r.ticks LIMIT 1),
      s.first_use, s.last_use, s.action_count, s.value_day, s.value_used, s.refusal_count, s.last_refusal_code,
      s.last_refusal_time
    FROM session_key k
    JOIN entry e ON e.sequence = k.sequence
    JOIN current_standing s ON s.address = k.address
    """

  /// The ledger's day: its clock does not go back.
  private static func day(in db: Database, clock: Timestamp) throws -> UInt64 {
    max(clock, try EntryRows.last(in: db)?.time ?? clock).day
  }

  private static func status(_ row: Row, day: UInt64, in db: Database) throws -> SessionKeyStatus {
    let columns = Columns(row: row)
    let record = try KeyRecords.record(row)
    func moment(_ sequence: UInt64?) throws -> LedgerMoment? { try sequence.map { try EntryRows.moment($0, in: db) } }
    let revocations = [try columns.optionalInteger(5), try columns.optionalInteger(6)].compactMap { $0 }
    let isToday = try columns.integer(10) == day
    return SessionKeyStatus(
      record: record,
      registration: LedgerMoment(sequence: try columns.integer(3), time: try columns.time(4)),
      revocation: try moment(revocations.min()), firstUse: try moment(columns.optionalInteger(7)),
      lastUse: try moment(columns.optionalInteger(8)), actionCount: try columns.integer(9),
      custodyAttempts: try custodyAttempts(of: record.address, in: db), refusals: try columns.refusals(12),
      valueUsedToday: isToday ? try columns.required(columns.optionalPips(11)) : .zero)
  }
}
