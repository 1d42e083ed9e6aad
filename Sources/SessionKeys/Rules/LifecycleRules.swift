internal import EthereumPrimitives
internal import PerpsProtocol

/// A revocation names a key that its wallet has authorised.
///
/// An address that was never registered cannot be revoked: it may be a key that another wallet is about to use.
struct SessionKeyIsRegistered: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let key = candidate.action.revokedKey else { return nil }
    guard let record = facts.record(of: key) else { return .sessionKeyUnknown }
    return record.wallet == candidate.action.wallet ? nil : .sessionKeyOfAnotherWallet
  }
}

/// A key that has been revoked does nothing, is not revoked again, and never comes back.
struct SessionKeyIsNotRevoked: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    let key = candidate.actingKey?.address ?? candidate.action.revokedKey ?? candidate.action.authorizedKey
    return key.map { facts.isRevoked($0) } ?? false ? .sessionKeyRevoked : nil
  }
}

/// A key begins to act at its authorisation's time. So that a client whose clock is a little fast can trade at once,
/// the same distance ahead of the server's clock is allowed as for nonces; that distance is inside.
struct SessionKeyHasBegun: AdmissionRule {
  let aheadMaximum: UInt64

  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let key = candidate.actingKey else { return nil }
    let latest = NonceTime(candidate.now).adding(milliseconds: aheadMaximum)
    return key.authorizationNonce.time > latest ? .sessionKeyNotYetValid : nil
  }
}

/// A key trades before its expiry, by the server's clock and by the nonce; the expiry itself is outside.
///
/// An expired key may still revoke itself: that is never a danger.
struct SessionKeyHasNotExpired: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, _) = candidate.trade else { return nil }
    if candidate.now >= key.expiresAt { return .sessionKeyExpired(at: key.expiresAt) }
    if candidate.nonce.time >= NonceTime(key.expiresAt) { return .nonceAfterExpiry(at: key.expiresAt) }
    return nil
  }
}

/// What a key signs is later than its authorisation, tick for tick; the authorisation's own tick is outside.
struct NonceFollowsAuthorization: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, _) = candidate.trade else { return nil }
    return candidate.nonce.time > key.authorizationNonce.time ? nil : .noncePredatesAuthorization
  }
}

/// A new session key is an address that was never one before, nor a wallet, nor nobody's.
///
/// Together with the rule on revocation this refuses a replayed authorisation for ever, also when its nonce has been
/// forgotten.
struct SessionKeyIsNew: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let key = candidate.action.authorizedKey else { return nil }
    if key == .zero || key == candidate.action.wallet { return .sessionKeyNotAllowed }
    return facts.record(of: key) == nil ? nil : .sessionKeyAlreadyAuthorized
  }
}

/// An authorisation is later than the wallet's last revocation of all keys, tick for tick; its own tick is outside.
struct AuthorizationIsNotRevokedInAdvance: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard candidate.action.authorizedKey != nil else { return nil }
    guard let revocation = facts.allSessionKeysRevoked(by: candidate.action.wallet) else { return nil }
    return candidate.nonce.time > revocation.time ? nil : .authorizationRevokedInAdvance
  }
}

/// A key is registered only while it could act: the expiry itself is outside.
struct AuthorizationHasTimeLeft: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let expiry = candidate.action.authorizedExpiry else { return nil }
    return candidate.now < expiry ? nil : .sessionKeyExpired(at: expiry)
  }
}

extension RequestedAction {
  /// The key that the action registers.
  var authorizedKey: Address? {
    switch self {
    case .authorizeDelegatedKey(let message, _): message.delegatedKey
    case .authorizeSessionKey(let enrollment): enrollment.authorization.sessionKey
    default: nil
    }
  }

  /// When the key that the action registers will expire.
  var authorizedExpiry: Timestamp? {
    switch self {
    case .authorizeDelegatedKey(let message, _): message.expiresAt
    case .authorizeSessionKey(let enrollment): enrollment.authorization.expiresAt
    default: nil
    }
  }

  /// The one key that the action revokes.
  var revokedKey: Address? {
    switch self {
    case .revokeDelegatedKey(let message, _): message.delegatedKey
    case .revokeSessionKey(let revocation): revocation.sessionKey
    default: nil
    }
  }
}
