internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// An entry that is about to be stored.
struct AppendedEntry {
  let entry: LedgerEntry
  let encoded: [UInt8]
  let chain: Bytes32
}

/// Everything that a batch writes, and the statements that do: one for each table, however many rows there are.
struct BatchWrites {
  var entries: [AppendedEntry] = []
  var nonces: [WalletNonce] = []
  var keys: [(record: SessionKeyRecord, sequence: UInt64)] = []
  var revocations: [Address: UInt64] = [:]
  var revocationsOfAll: [(revocation: AllSessionKeysRevocation, sequence: UInt64)] = []
  var prices: [MarketSymbol: (price: Pips, sequence: UInt64)] = [:]
  var attempts: [Address: (attempts: CustodyAttempts, encoded: [UInt8])] = [:]
  var uses: [Address: KeyStanding] = [:]
  var refusals: [Address: KeyStanding] = [:]
  var forgottenBefore: NonceTime?

  var isEmpty: Bool {
    entries.isEmpty && attempts.isEmpty && uses.isEmpty && refusals.isEmpty && forgottenBefore == nil
  }

  /// The statements, without those that begin and end the transaction. Keys come first: entries refer to them.
  var queries: [Query] {
    var queries: [Query] = []
    if !keys.isEmpty { queries += keyQueries }
    if !entries.isEmpty { queries.append(entryQuery) }
    if !nonces.isEmpty { queries.append(nonceQuery) }
    if !uses.isEmpty { queries.append(useQuery) }
    if !refusals.isEmpty { queries.append(refusalQuery) }
    queries += revocations.map { Self.query(of: $0.key, revokedBy: $0.value) }
    queries += revocationsOfAll.map { Self.query(of: $0.revocation, at: $0.sequence) }
    queries += prices.map { Self.query(of: $0.key, $0.value.price, $0.value.sequence) }
    queries += attempts.map { Self.query(of: $0.key, $0.value.attempts, $0.value.encoded) }
    if let forgottenBefore { queries.append(Query(Self.forget, [.integer(forgottenBefore.sql)])) }
    return queries
  }
}

// MARK: - Entries and nonces

extension BatchWrites {
  /// Appends entries, of which there is an array for each column.
  static let insertEntries = """
    INSERT INTO entry (sequence, time, kind, session_key, request, index_price, order_value, value_used_before, chain)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[], $7::bigint[],
      $8::bigint[], $9::bytea[])
    """

  private var entryQuery: Query {
    Query(
      Self.insertEntries,
      [
        .integers(entries.map { Int64($0.entry.sequence) }), .integers(entries.map(\.entry.time.sql)),
        .integers(entries.map { Int64($0.entry.kind.rawValue) }),
        .byteStrings(entries.map { $0.entry.actor.sessionKey?.address.bytes }), .byteStrings(entries.map(\.encoded)),
        .integers(entries.map(\.entry.judgement.indexPrice?.sql)),
        .integers(entries.map(\.entry.judgement.orderValue?.sql)),
        .integers(entries.map(\.entry.judgement.valueUsedBefore?.sql)), .byteStrings(entries.map(\.chain.bytes)),
      ])
  }

  private var nonceQuery: Query {
    let sql =
      "INSERT INTO used_nonce (ticks, rest, wallet) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])"
    return Query(
      sql,
      [
        .integers(nonces.map(\.nonce.time.sql)), .integers(nonces.map(\.nonce.restSQL)),
        .byteStrings(nonces.map(\.wallet.bytes)),
      ])
  }

  /// Forgets whole ticks, the oldest first: as many as have the given number of nonces. The head is locked, so nobody
  /// asks for them meanwhile.
  private static let forget = """
    WITH edge AS (
        SELECT ticks + 1 AS ticks FROM used_nonce WHERE ticks < $1 ORDER BY ticks, rest, wallet
        LIMIT 1 OFFSET \(UsedNonces.forgottenAtOnceMaximum - 1)),
      gone AS (DELETE FROM used_nonce WHERE ticks < coalesce((SELECT ticks FROM edge), $1) RETURNING ticks)
    UPDATE head SET forgotten_before_ticks = greatest(forgotten_before_ticks, coalesce((SELECT ticks FROM edge), $1))
    WHERE EXISTS (SELECT FROM gone)
    """
}

// MARK: - Session keys

extension BatchWrites {
  private var keyQueries: [Query] {
    let sql = """
      INSERT INTO session_key (address, wallet, sequence, authorization_ticks, curve, public_key)
      SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[])
      """
    let standing = """
      INSERT INTO session_key_standing (address, wallet, authorization_ticks, expires_at)
      SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[])
      """
    let (addresses, wallets) = (keys.map(\.record.address.bytes), keys.map(\.record.wallet.bytes))
    let ticks = keys.map { $0.record.authorizationNonce.time.sql }
    return [
      Query(
        sql,
        [
          .byteStrings(addresses), .byteStrings(wallets), .integers(keys.map { Int64($0.sequence) }), .integers(ticks),
          .integers(keys.map { $0.record.publicKey.map { Int64($0.curve.rawValue) } }),
          .byteStrings(keys.map { $0.record.publicKey?.raw }),
        ]),
      Query(
        standing,
        [
          .byteStrings(addresses), .byteStrings(wallets), .integers(ticks),
          .integers(keys.map { $0.record.expiresAt.sql }),
        ]),
    ]
  }

  private var useQuery: Query {
    let sql = """
      UPDATE session_key_standing s
      SET first_use = u.first_use, last_use = u.last_use, action_count = u.action_count, value_day = u.value_day,
        value_used = u.value_used
      FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
        AS u (address, first_use, last_use, action_count, value_day, value_used)
      WHERE s.address = u.address
      """
    let uses = Array(uses)
    return Query(
      sql,
      [
        .byteStrings(uses.map(\.key.bytes)), .integers(uses.map { $0.value.firstUse.map(Int64.init) }),
        .integers(uses.map { $0.value.lastUse.map(Int64.init) }), .integers(uses.map { Int64($0.value.actionCount) }),
        .integers(uses.map { Int64($0.value.valueDay) }), .integers(uses.map(\.value.valueUsed.sql)),
      ])
  }

  private var refusalQuery: Query {
    let sql = """
      UPDATE session_key_standing s
      SET refusal_count = u.count, last_refusal_code = u.code, last_refusal_time = u.time
      FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::bigint[]) AS u (address, count, code, time)
      WHERE s.address = u.address
      """
    let refusals = refusals.compactMap { key, standing in standing.refusals.map { (key: key, refusals: $0) } }
    return Query(
      sql,
      [
        .byteStrings(refusals.map(\.key.bytes)), .integers(refusals.map { Int64($0.refusals.count) }),
        .texts(refusals.map(\.refusals.lastCode.rawValue)), .integers(refusals.map(\.refusals.lastTime.sql)),
      ])
  }
}

// MARK: - What is rare

extension BatchWrites {
  private static func query(of key: Address, revokedBy sequence: UInt64) -> Query {
    Query(
      "UPDATE session_key_standing SET revoked_by = $1 WHERE address = $2",
      [.integer(Int64(sequence)), .bytes(key.bytes)])
  }

  private static func query(of revocation: AllSessionKeysRevocation, at sequence: UInt64) -> Query {
    Query(
      "INSERT INTO all_keys_revocation (wallet, ticks, nonce, sequence) VALUES ($1, $2, $3, $4)",
      [
        .bytes(revocation.wallet.bytes), .integer(revocation.nonce.time.sql), .bytes(revocation.nonce.bytes),
        .integer(Int64(sequence)),
      ])
  }

  private static func query(of market: MarketSymbol, _ price: Pips, _ sequence: UInt64) -> Query {
    let sql = """
      INSERT INTO index_price (market, price, sequence) VALUES ($1, $2, $3)
      ON CONFLICT (market) DO UPDATE SET price = excluded.price, sequence = excluded.sequence
      """
    return Query(sql, [.text(market.text), .integer(price.sql), .integer(Int64(sequence))])
  }

  private static func query(of key: Address, _ attempts: CustodyAttempts, _ encoded: [UInt8]) -> Query {
    let sql = """
      INSERT INTO custody_attempts (address, count, first_time, last_time, last_request) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (address) DO UPDATE
      SET count = excluded.count, last_time = excluded.last_time, last_request = excluded.last_request
      """
    return Query(
      sql,
      [
        .bytes(key.bytes), .integer(Int64(attempts.count)), .integer(attempts.firstTime.sql),
        .integer(attempts.lastTime.sql), .bytes(encoded),
      ])
  }
}
