internal import PerpsProtocol

/// Judges an authenticated request by the rules, in their written order.
///
/// Pure: the same request and the same facts give the same judgement, now and when the ledger is audited.
public struct AdmissionRules: Sendable {
  private let rules: [any AdmissionRule]

  /// The rules under an operator's policy.
  public init(policy: AdmissionPolicy) {
    rules = [
      SessionKeyIsRegistered(),
      SessionKeyIsNotRevoked(),
      SessionKeyHasBegun(aheadMaximum: policy.nonceAheadMaximum),
      SessionKeyHasNotExpired(),
      AuthorizationHasTimeLeft(),
      NonceFollowsAuthorization(),
      NonceIsFresh(policy: policy),
      NonceIsUnused(),
      NonceIsNotInvalidated(),
      SessionKeyIsNew(),
      AuthorizationIsNotRevokedInAdvance(),
      PermissionCoversAction(),
      MarketIsPermitted(),
      IndexPriceIsKnown(),
      OrderValueIsWithinLimit(),
      PriceIsNearIndex(),
      DailyValueIsWithinLimit(),
    ]
  }

  /// Admits a request, or says why not.
  ///
  /// - Throws: the first refusal in the order of the rules.
  public func admit(
    _ request: AuthenticatedRequest, under facts: any AdmissionFacts
  ) throws(Refusal) -> VerifiedAction {
    let candidate = Candidate(request: request, now: facts.now)
    for rule in rules {
      if let refusal = rule.refusal(of: candidate, under: facts) { throw refusal }
    }
    return VerifiedAction(request: request, judgement: Judgement(of: candidate, under: facts))
  }
}

/// One rule: says why a request is refused, or nothing.
protocol AdmissionRule: Sendable {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal?
}

/// A request at the moment of its judgement: the clock is read once.
struct Candidate {
  let request: AuthenticatedRequest
  let now: Timestamp

  var action: RequestedAction { request.action }
  var nonce: Nonce { request.action.nonce }

  /// The key that acts, where a session key does.
  var actingKey: SessionKeyRecord? { request.actor.sessionKey }

  /// The key that trades and what it asks for, where a session key does.
  var trade: (key: SessionKeyRecord, action: TradingAction)? {
    guard let actingKey, case .trade(let action) = request.action else { return nil }
    return (actingKey, action)
  }

  /// The key that places an order and the order, where a session key does.
  var order: (key: SessionKeyRecord, order: Order)? {
    guard let actingKey, case .trade(.order(let order)) = request.action else { return nil }
    return (actingKey, order)
  }
}
