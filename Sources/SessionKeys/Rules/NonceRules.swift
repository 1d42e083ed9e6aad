internal import PerpsProtocol

/// A nonce lies within the window around the server's clock; both ends are inside.
struct NonceIsFresh: AdmissionRule {
  let policy: AdmissionPolicy

  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    let now = NonceTime(candidate.now)
    let ageMaximum =
      candidate.actingKey == nil ? policy.walletNonceAgeMaximum : policy.sessionKeyNonceAgeMaximum
    if candidate.nonce.time < now.subtracting(milliseconds: ageMaximum) {
      return .nonceTooOld(maximumMilliseconds: ageMaximum)
    }
    if candidate.nonce.time > now.adding(milliseconds: policy.nonceAheadMaximum) {
      return .nonceAhead(maximumMilliseconds: policy.nonceAheadMaximum)
    }
    return nil
  }
}

/// A wallet uses a nonce once, whatever the action and whoever signs.
struct NonceIsUnused: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    facts.isUsed(candidate.nonce, by: candidate.action.wallet) ? .nonceAlreadyUsed : nil
  }
}

/// Trading actions and authorisations are later than the wallet's last nonce invalidation on chain, and so is the
/// authorisation of the key that acts; the invalidation's own tick is outside.
struct NonceIsNotInvalidated: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard candidate.action.canBeInvalidated,
      let invalidated = facts.noncesInvalidated(by: candidate.action.wallet)
    else { return nil }
    let times = [candidate.nonce.time, candidate.actingKey?.authorizationNonce.time].compactMap { $0 }
    return times.allSatisfy { $0 > invalidated.time } ? nil : .nonceInvalidated
  }
}

extension RequestedAction {
  /// Whether an invalidation of nonces concerns the action: orders and authorisations, as in the contracts.
  var canBeInvalidated: Bool {
    switch self {
    case .trade, .authorizeDelegatedKey, .authorizeSessionKey: true
    case .revokeDelegatedKey, .revokeSessionKey, .revokeAllSessionKeys, .associateWallet, .withdraw, .transfer,
      .deposit, .publishIndexPrice:
      false
    }
  }
}
