internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// Judges requests by what a database says at one moment, in a transaction that writes or in one that only reads.
final class DatabaseJudge {
  let facts: TransactionFacts
  /// The sequence number of the last entry, or 0.
  let latestSequence: UInt64
  private let rules: AdmissionRules
  private let configuration: LedgerConfiguration

  /// Reads the clock, once for the whole transaction.
  init(db: Database, rules: AdmissionRules, configuration: LedgerConfiguration) throws {
    self.rules = rules
    self.configuration = configuration
    let last = try EntryRows.last(in: db)
    latestSequence = last?.sequence ?? 0
    let clock = configuration.clock()
    facts = TransactionFacts(
      db: db, now: max(clock, last?.time ?? clock), forgottenBeforeTicks: try UsedNonces.forgottenBefore(in: db))
  }

  /// Judges a request after everything that was done before it.
  ///
  /// - Throws: a `Refusal`, ``LedgerError/indexPricePublisherNotAppointed``, or what the database throws.
  func judge(_ request: AuthenticatedRequest) throws -> VerifiedAction {
    if case .publishIndexPrice(let price) = request.action, price.wallet != configuration.indexPricePublisher {
      throw LedgerError.indexPricePublisherNotAppointed
    }
    if let key = request.actor.sessionKey, try !isRegistered(key) { throw Refusal.sessionKeyUnknown }
    let result = Result { () throws(Refusal) in try rules.admit(request, under: facts) }
    try facts.throwIfUnreadable()
    return try result.get()
  }

  /// Whether this ledger has registered a key. One that it has not is none, whoever has authenticated it.
  func isRegistered(_ key: SessionKeyRecord) throws -> Bool {
    guard let standing = try facts.standings.standing(of: key.address) else { return false }
    return standing.wallet == key.wallet && standing.authorizationTicks == key.authorizationNonce.time.ticks
  }
}
