package import EthereumPrimitives
internal import PerpsProtocol
package import SessionKeys

/// Judges and appends one batch inside one transaction, each request after the effects of those before it.
///
/// A refusal changes nothing and does not disturb the rest. What throws is the store, and ends the transaction.
package final class BatchTransaction<Store: StoreTransaction> {
  private let store: Store
  private let judge: RequestJudge<Store>
  private let policy: AdmissionPolicy
  private var facts: TransactionFacts<Store> { judge.facts }
  private var sequence: UInt64
  /// The hash of the last entry.
  package private(set) var chain: Bytes32
  /// How many nonces the batch has used.
  package private(set) var nonceCount = 0

  /// Reads the clock, once for the whole transaction.
  ///
  /// - Parameter chain: the hash of the last entry before the batch.
  package init(
    store: Store, head: LedgerHead, chain: Bytes32, rules: AdmissionRules, configuration: LedgerConfiguration
  ) {
    self.store = store
    self.chain = chain
    judge = RequestJudge(store: store, head: head, rules: rules, configuration: configuration)
    policy = configuration.policy
    sequence = judge.latestSequence
  }

  /// The last entry's place, those of the batch among them; the time is the batch's where it has none.
  package var last: LedgerMoment { LedgerMoment(sequence: sequence, time: facts.now) }

  /// What is to be answered once the transaction is durable.
  package func answer(_ submission: Submission) throws -> PendingAnswer {
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
  package func finish(forgettingNonces isDue: Bool) throws {
    try facts.standings.flush()
    if isDue { try store.forgetNonces(before: UsedNonces.horizon(at: facts.now, policy: policy)) }
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
    try store.use(verified.action.nonce, by: verified.action.wallet)
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
    try store.append(entry, encoded: encoded, chain: chain)
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
    let latest = try store.latestRevocationOfAll(by: revocation.wallet)
    if let latest, latest.time >= revocation.nonce.time { return }
    try facts.standings.flush()
    try store.revokeAll(revocation, at: sequence)
  }

  private func publish(_ price: IndexPrice, at sequence: UInt64) throws {
    try store.publish(price, at: sequence)
    facts.note(price)
  }
}

// MARK: - Custody attempts

extension BatchTransaction {
  private func record(_ attempt: CustodyAttempt, _ encoded: [UInt8]) throws -> CustodyAttemptOutcome {
    let key = attempt.sessionKey
    let attempts = try store.count(attempt, encoded: encoded, at: facts.now)
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
