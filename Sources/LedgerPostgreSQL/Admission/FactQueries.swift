internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// The statements that load what a batch is judged by, in one round trip with the head; only those that are needed.
struct FactQueries {
  let questions: BatchQuestions
  private let keys: [Address]

  init(_ questions: BatchQuestions) {
    self.questions = questions
    keys = Array(questions.keys)
  }

  /// The statements, in the order in which ``facts(from:)`` reads their answers.
  var all: [Query] {
    var queries: [Query] = []
    if !keys.isEmpty { queries.append(Query(Self.standings, [.byteStrings(keys.map(\.bytes))])) }
    if !questions.records.isEmpty {
      queries.append(Query(KeyRecords.byAddress, [.byteStrings(questions.records.map(\.bytes))]))
    }
    if !questions.nonces.isEmpty { queries.append(nonces) }
    if !questions.markets.isEmpty { queries.append(Query(Self.prices, [.texts(questions.markets.map(\.text))])) }
    if !questions.wallets.isEmpty {
      queries.append(Query(Self.revocationsOfAll, [.byteStrings(questions.wallets.map(\.bytes))]))
    }
    if !questions.attempts.isEmpty {
      queries.append(Query(Self.attempts, [.byteStrings(questions.attempts.map(\.bytes))]))
    }
    return queries
  }

  private var nonces: Query {
    let nonces = Array(questions.nonces)
    return Query(
      Self.usedNonces,
      [
        .integers(nonces.map(\.nonce.time.sql)), .integers(nonces.map(\.nonce.restSQL)),
        .byteStrings(nonces.map(\.wallet.bytes)),
      ])
  }

  func facts(from answers: ArraySlice<Rows>) throws -> LoadedFacts {
    var answers = answers
    func next(_ isAsked: Bool) -> Rows? { isAsked ? answers.popFirst() : nil }
    return LoadedFacts(
      questions: questions,
      standings: try Self.keyed(next(!keys.isEmpty)) { try $0.standing(1, isRevokedWithAll: $0.boolean(12)) },
      records: try Self.records(next(!questions.records.isEmpty)),
      used: try used(next(!questions.nonces.isEmpty)),
      prices: try Self.prices(next(!questions.markets.isEmpty)),
      revocationsOfAll: try Self.keyed(next(!questions.wallets.isEmpty)) { try $0.nonce(1) },
      attempts: try Self.keyed(next(!questions.attempts.isEmpty)) { try $0.custodyAttempts(1) })
  }

  private static func keyed<Value>(_ rows: Rows?, _ value: (Fields) throws -> Value) throws -> [Address: Value] {
    var values: [Address: Value] = [:]
    for row in try rows?.map({ (try $0.required($0.optionalAddress(0)), try value($0)) }) ?? [] {
      values[row.0] = row.1
    }
    return values
  }

  private static func records(_ rows: Rows?) throws -> [Address: SessionKeyRecord] {
    var records: [Address: SessionKeyRecord] = [:]
    for record in try rows?.map({ try $0.record(0) }) ?? [] { records[record.address] = record }
    return records
  }

  private static func prices(_ rows: Rows?) throws -> [MarketSymbol: Pips] {
    var prices: [MarketSymbol: Pips] = [:]
    for (market, price) in try rows?.map({ (try $0.optionalText(0), try $0.optionalPips(1)) }) ?? [] {
      guard let market = try? MarketSymbol(market ?? "") else { throw LedgerError.damaged("a market has no name") }
      prices[market] = price
    }
    return prices
  }

  private func used(_ rows: Rows?) throws -> Set<WalletNonce> {
    guard let rows, rows.count > 0 else { return [] }
    let found = Set(
      try rows.map { StoredNonce(ticks: try $0.signed(0), rest: try $0.signed(1), wallet: try $0.optionalAddress(2)) })
    return questions.nonces.filter {
      found.contains(StoredNonce(ticks: $0.nonce.time.sql, rest: $0.nonce.restSQL, wallet: $0.wallet))
    }
  }

  private struct StoredNonce: Hashable {
    let ticks: Int64
    let rest: Int64
    let wallet: Address?
  }
}

// MARK: - Statements

extension FactQueries {
  private static let standings = """
    SELECT s.address, s.wallet, s.authorization_ticks, s.revoked_by, s.first_use, s.last_use, s.action_count,
      s.value_day, s.value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time, EXISTS (
        SELECT FROM all_keys_revocation r WHERE r.wallet = s.wallet AND r.ticks >= s.authorization_ticks)
    FROM session_key_standing s WHERE s.address = ANY ($1)
    """

  private static let usedNonces = """
    SELECT u.ticks, u.rest, u.wallet FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS q (ticks, rest, wallet)
    JOIN used_nonce u ON u.ticks = q.ticks AND u.rest = q.rest AND u.wallet = q.wallet
    """

  private static let prices = "SELECT market, price FROM index_price WHERE market = ANY ($1)"

  private static let revocationsOfAll = """
    SELECT q.wallet, r.nonce FROM unnest($1::bytea[]) AS q (wallet) CROSS JOIN LATERAL (
      SELECT nonce FROM all_keys_revocation r WHERE r.wallet = q.wallet ORDER BY r.ticks DESC LIMIT 1) r
    """

  private static let attempts = """
    SELECT address, count, first_time, last_time, last_request FROM custody_attempts WHERE address = ANY ($1)
    """
}

extension Fields {
  /// A key's custody attempts, from four columns.
  func custodyAttempts(_ index: Int) throws -> CustodyAttempts {
    CustodyAttempts(
      count: try integer(index), firstTime: try time(index + 1), lastTime: try time(index + 2),
      lastRequest: try RequestEncoding.decode(bytes(index + 3)))
  }
}

/// The head of the ledger: the row that a transaction which appends locks before anything else.
struct StoredHead {
  let head: LedgerHead
  let chain: Bytes32
  var sequence: UInt64 { head.last?.sequence ?? 0 }

  static let columns = "SELECT sequence, time, chain, forgotten_before_ticks FROM head"

  init(_ rows: Rows) throws {
    guard let fields = rows.first else { throw LedgerError.damaged("its head is missing") }
    let sequence = try fields.integer(0)
    let last = sequence == 0 ? nil : LedgerMoment(sequence: sequence, time: try fields.time(1))
    head = LedgerHead(last: last, forgottenBeforeTicks: try fields.integer(3))
    chain = try fields.required(Bytes32(fields.bytes(2)))
  }
}
