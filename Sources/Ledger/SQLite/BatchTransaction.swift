internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// Judges and appends one batch inside one transaction, each request after the effects of those before it.
///
/// A refusal changes nothing and does not disturb the rest. What throws is the store, and ends the transaction.
final class BatchTransaction {
  private let db: Database
  private let judge: DatabaseJudge
  private let policy: AdmissionPolicy
  private var facts: TransactionFacts { judge.facts }
  private var sequence: UInt64
  private var chain: Bytes32
  /// How many nonces the batch has used.
  private(set) var nonceCount = 0

  /// Reads the clock, once for the whole transaction.
  init(db: Database, rules: AdmissionRules, configuration: LedgerConfiguration) throws {
    self.db = db
    judge = try DatabaseJudge(db: db, rules: rules, configuration: configuration)
    policy = configuration.policy
    sequence = judge.latestSequence
    chain = try EntryRows.latestChain(in: db)
  }

  /// What is to be answered once the transaction is durable.
  func answer(_ submission: Submission) throws -> Answer {
    switch submission {
    case .request(let request, let encoded, let waiting):
      do {
        return .entry(try append(judge.judge(request), encoded), waiting)
      } catch let refusal as Refusal {
        try count(refusal, of: request)
        return .refusal(refusal, waiting)
      } catch LedgerError.indexPricePublisherNotAppointed {
        return .notTaken(.indexPricePublisherNotAppointed, waiting)
      }
    case .custodyAttempt(let attempt, let encoded, let waiting):
      return .custodyAttempt(try record(attempt, encoded), waiting)
    }
  }

  /// Writes what was gathered in memory, and forgets old nonces where it is due.
  func finish(forgettingNonces isDue: Bool) throws {
    try facts.standings.flush()
    if isDue { try UsedNonces.forget(in: db, now: facts.now, policy: policy) }
  }

  private func count(_ refusal: Refusal, of request: AuthenticatedRequest) throws {
    guard let key = request.actor.sessionKey, try judge.isRegistered(key) else { return }
    try facts.standings.refuse(key.address, refusal.code, at: facts.now)
  }
}

// MARK: - Entries

extension BatchTransaction {
  private func append(_ verified: VerifiedAction, _ encoded: [UInt8]) throws -> LedgerEntry {
    let entry = try append(
      .admission, verified.request.request, encoded, actor: verified.actor, judgement: verified.judgement)
    nonceCount += 1
    try UsedNonces.use(verified.action.nonce, by: verified.action.wallet, in: db)
    if let key = verified.actor.sessionKey {
      try facts.standings.use(
        key.address, at: entry.sequence, day: entry.time.day, orderValue: entry.judgement.orderValue)
    }
    try takeEffect(verified, at: entry.sequence)
    return entry
  }

  private func append(
    _ kind: LedgerEntry.Kind, _ request: SignedRequest, _ encoded: [UInt8], actor: Actor, judgement: Judgement
  ) throws -> LedgerEntry {
    sequence += 1
    let entry = LedgerEntry(sequence: sequence, kind: kind, request: request, actor: actor, judgement: judgement)
    chain = EntryChain.hash(of: entry, encoded: encoded, after: chain)
    try EntryRows.insert(entry, encoded, chain: chain, in: db)
    return entry
  }

  private func takeEffect(_ verified: VerifiedAction, at sequence: UInt64) throws {
    switch verified.action {
    case .authorizeDelegatedKey, .authorizeSessionKey:
      if let record = verified.registeredKey { try facts.standings.register(record, at: sequence) }
    case .revokeDelegatedKey(let message, _):
      try facts.standings.revoke(message.delegatedKey, by: sequence)
    case .revokeSessionKey(let revocation):
      try facts.standings.revoke(revocation.sessionKey, by: sequence)
    case .revokeAllSessionKeys(let revocation): try revokeAll(revocation, at: sequence)
    case .publishIndexPrice(let price): try publish(price, at: sequence)
    case .trade, .associateWallet, .withdraw, .transfer, .deposit: break
    }
  }

  /// One row covers every key of the wallet that was authorised until then, however many there are. A revocation that
  /// was signed before an earlier one covers nothing more than that.
  private func revokeAll(_ revocation: AllSessionKeysRevocation, at sequence: UInt64) throws {
    let latest = try facts.latestRevocationOfAll(by: revocation.wallet)
    if let latest, latest.time >= revocation.nonce.time { return }
    let sql = "INSERT INTO all_keys_revocation (wallet, ticks, nonce, sequence) VALUES (?, ?, ?, ?)"
    try db.cachedStatement(sql: sql).execute(arguments: [
      revocation.wallet.blob, revocation.nonce.time.sql, Data(revocation.nonce.bytes), Int64(sequence),
    ])
    try facts.standings.flush()
  }

  private func publish(_ price: IndexPrice, at sequence: UInt64) throws {
    let sql = """
      INSERT INTO index_price (market, price, sequence) VALUES (?, ?, ?)
      ON CONFLICT (market) DO UPDATE SET price = excluded.price, sequence = excluded.sequence
      """
    try db.cachedStatement(sql: sql).execute(arguments: [price.market.text, price.price.sql, Int64(sequence)])
    facts.note(price)
  }
}

// MARK: - Custody attempts

extension BatchTransaction {
  private func record(_ attempt: CustodyAttempt, _ encoded: [UInt8]) throws -> CustodyAttemptOutcome {
    let key = attempt.sessionKey
    let sql = """
      INSERT INTO custody_attempts (address, count, first_time, last_time, last_request) VALUES (?1, 1, ?2, ?2, ?3)
      ON CONFLICT (address) DO UPDATE
      SET count = count + 1, last_time = excluded.last_time, last_request = excluded.last_request
      """
    try db.cachedStatement(sql: sql).execute(arguments: [key.address.blob, facts.now.sql, Data(encoded)])
    guard let attempts = try SessionRows.custodyAttempts(of: key.address, in: db) else {
      throw LedgerError.damaged("a custody attempt was not stored")
    }
    guard policy.custodyAttemptRevokesKey, !facts.isRevoked(key.address) else {
      try facts.throwIfUnreadable()
      return CustodyAttemptOutcome(attempts: attempts, revocation: nil)
    }
    let judgement = Judgement(now: facts.now, indexPrice: nil, orderValue: nil, valueUsedBefore: nil)
    let entry = try append(
      .custodyAttempt, attempt.request, encoded, actor: .sessionKey(key), judgement: judgement)
    try facts.standings.revoke(key.address, by: entry.sequence)
    return CustodyAttemptOutcome(attempts: attempts, revocation: entry)
  }
}
