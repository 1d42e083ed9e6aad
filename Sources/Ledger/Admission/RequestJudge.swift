internal import PerpsProtocol
package import SessionKeys

/// Judges requests by what a store says at one moment, in a transaction that writes or in one that only reads.
package final class RequestJudge<Store: StoreTransaction> {
  let facts: TransactionFacts<Store>
  /// The sequence number of the last entry, or 0.
  let latestSequence: UInt64
  private let rules: AdmissionRules
  private let configuration: LedgerConfiguration

  /// Reads the clock, once for the whole transaction. The ledger's clock does not go back, whoever's ran ahead.
  package init(store: Store, head: LedgerHead, rules: AdmissionRules, configuration: LedgerConfiguration) {
    self.rules = rules
    self.configuration = configuration
    latestSequence = head.last?.sequence ?? 0
    let clock = configuration.clock()
    facts = TransactionFacts(
      store: store, now: max(clock, head.last?.time ?? clock), forgottenBeforeTicks: head.forgottenBeforeTicks)
  }

  /// Judges a request after everything that was done before it.
  ///
  /// - Throws: a `Refusal`, ``LedgerError/indexPricePublisherNotAppointed``, or what the store throws.
  package func judge(_ request: AuthenticatedRequest) throws -> VerifiedAction {
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
