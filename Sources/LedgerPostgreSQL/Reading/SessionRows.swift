internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// How session keys stand, and how many there are. Each is one statement, and so of one moment.
enum SessionRows {
  static func status(of key: Address, on connection: Connection, clock: Timestamp) throws -> SessionKeyStatus? {
    try connection.run([Query("\(statuses) WHERE k.address = $1", [.bytes(key.bytes)])])[0]
      .first.map { try status($0, clock: clock) }
  }

  static func page(
    of wallet: Address, before sequence: UInt64?, limit: Int, on connection: Connection, clock: Timestamp
  ) throws -> [SessionKeyStatus] {
    let sql = "\(statuses) WHERE k.wallet = $1 AND k.sequence < $2 ORDER BY k.sequence DESC LIMIT $3"
    let limit = min(max(limit, 0), LedgerLimits.sessionsPerPageMaximum)
    let parameters: [Parameter] = [
      .bytes(wallet.bytes), .integer(Int64(clamping: sequence ?? .max)), .integer(Int64(limit)),
    ]
    return try connection.run([Query(sql, parameters)])[0].map { try status($0, clock: clock) }
  }

  static func counts(at now: Timestamp, on connection: Connection) throws -> SessionKeyCounts {
    let answers = try connection.run([Query(counts, [.integer(now.sql)])])
    guard let fields = answers[0].first else { throw LedgerError.damaged("session keys cannot be counted") }
    let (registered, standing, living) = (try fields.integer(0), try fields.integer(1), try fields.integer(2))
    let (covered, coveredLiving) = (try fields.integer(3), try fields.integer(4))
    return SessionKeyCounts(
      registered: registered, revoked: registered - standing + covered, active: living - coveredLiving)
  }

  private static let statuses = """
    SELECT k.curve, k.public_key, e.request, k.sequence, e.time, least(s.revoked_by, r.sequence),
      (SELECT time FROM entry WHERE sequence = least(s.revoked_by, r.sequence)),
      s.first_use, (SELECT time FROM entry WHERE sequence = s.first_use),
      s.last_use, (SELECT time FROM entry WHERE sequence = s.last_use),
      s.action_count, s.value_day, s.value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time,
      h.time, c.count, c.first_time, c.last_time, c.last_request
    FROM session_key k
    JOIN entry e ON e.sequence = k.sequence
    JOIN session_key_standing s ON s.address = k.address
    CROSS JOIN head h
    LEFT JOIN custody_attempts c ON c.address = k.address
    LEFT JOIN LATERAL (
      SELECT sequence FROM all_keys_revocation r
      WHERE r.wallet = k.wallet AND r.ticks >= k.authorization_ticks ORDER BY r.ticks LIMIT 1) r ON true
    """

  /// As with SQLite: what was not revoked one by one is counted by an index; what a revocation of all keys covers is
  /// looked at key by key, for the wallets that made one.
  private static let counts = """
    SELECT (SELECT count(*) FROM session_key), n.all_keys, n.living, c.all_keys, c.living
    FROM (SELECT count(*) AS all_keys, count(*) FILTER (WHERE expires_at > $1) AS living
      FROM session_key_standing WHERE revoked_by IS NULL) n
    CROSS JOIN (SELECT count(*) AS all_keys, count(*) FILTER (WHERE s.expires_at > $1) AS living
      FROM (SELECT wallet, max(ticks) AS ticks FROM all_keys_revocation GROUP BY wallet) r
      JOIN session_key k ON k.wallet = r.wallet AND k.authorization_ticks <= r.ticks
      JOIN session_key_standing s ON s.address = k.address
      WHERE s.revoked_by IS NULL) c
    """

  /// The ledger's day: its clock does not go back.
  private static func status(_ fields: Fields, clock: Timestamp) throws -> SessionKeyStatus {
    func moment(_ index: Int) throws -> LedgerMoment? {
      try fields.optionalInteger(index).map { LedgerMoment(sequence: $0, time: try fields.time(index + 1)) }
    }
    let day = try max(clock, fields.time(17)).day
    let isToday = try fields.integer(12) == day
    let hasAttempts = try fields.optionalInteger(18) != nil
    return SessionKeyStatus(
      record: try fields.record(0),
      registration: LedgerMoment(sequence: try fields.integer(3), time: try fields.time(4)),
      revocation: try moment(5), firstUse: try moment(7), lastUse: try moment(9),
      actionCount: try fields.integer(11), custodyAttempts: hasAttempts ? try fields.custodyAttempts(18) : nil,
      refusals: try fields.refusals(14),
      valueUsedToday: isToday ? try fields.required(fields.optionalPips(13)) : .zero)
  }
}
