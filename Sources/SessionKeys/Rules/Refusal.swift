public import EthereumPrimitives
public import PerpsProtocol

/// Why a request is refused. A refusal changes nothing, except where ``custodyNotPermitted(sessionKey:revoked:)`` says so.
///
/// The cases stand in their order of precedence: where several apply, the first is answered.
public enum Refusal: Error, Hashable, Sendable {
  // Who signed?

  /// The order's terms contradict one another.
  case invalidOrderTerms(OrderTermsError)
  /// Neither the wallet nor the session key that the request names made the signature, in this domain.
  case invalidSignature
  /// A session key of the wallet signed what only the wallet may sign. Where `revoked` is true, by the operator's
  /// policy, the key must be revoked on the spot.
  case custodyNotPermitted(sessionKey: Address, revoked: Bool)
  /// No session key of this address was ever registered.
  case sessionKeyUnknown
  /// The session key was authorised by another wallet.
  case sessionKeyOfAnotherWallet
  /// An authorisation without the key's consent.
  case consentMissing
  /// The public key that came with an authorisation is not the one that the wallet signed for.
  case publicKeyMismatch
  /// A P-256 key's authorisation without its public key.
  case publicKeyMissing
  /// The consent was not signed by the key that is being authorised.
  case consentInvalid

  // May they, now?

  /// The session key has been revoked. A revoked address never comes back.
  case sessionKeyRevoked
  /// The authorisation lies further ahead of the server's clock than any nonce may.
  case sessionKeyNotYetValid
  /// The session key's time is over, by the server's clock.
  case sessionKeyExpired(at: Timestamp)
  /// The session key's time is over, by the request's own nonce.
  case nonceAfterExpiry(at: Timestamp)
  /// The request's nonce is not later than that of the key's authorisation.
  case noncePredatesAuthorization
  /// The nonce is older than the window allows.
  case nonceTooOld(maximumMilliseconds: UInt64)
  /// The nonce is further ahead of the server's clock than the window allows.
  case nonceAhead(maximumMilliseconds: UInt64)
  /// The wallet has used this nonce before, for whatever action.
  case nonceAlreadyUsed
  /// The nonce, or the key's authorisation, is not later than the wallet's last nonce invalidation.
  case nonceInvalidated
  /// A wallet's own address, or the zero address, cannot be a session key.
  case sessionKeyNotAllowed
  /// The address has been registered before.
  case sessionKeyAlreadyAuthorized
  /// The wallet revoked all its session keys with a nonce that is not earlier than this authorisation's.
  case authorizationRevokedInAdvance

  // May they do this?

  /// The key's permission does not cover the action.
  case permissionExceeded(Permission)
  /// The key may not act in this market.
  case marketNotPermitted(MarketSymbol)
  /// A limit must be judged by the index price, and there is none.
  case indexPriceUnavailable(MarketSymbol)
  /// The order is worth more than the key may put into one order.
  case orderValueExceeded(maximum: Pips)
  /// The order's price is further from the index price, to the wallet's disadvantage, than the key may go.
  case priceDeviationExceeded(maximum: Pips, indexPrice: Pips)
  /// With this order the key would go over what it may trade in one UTC day.
  case dailyValueExceeded(maximum: Pips, used: Pips)
}

/// The stable code of a refusal, for programs. Codes are never changed or reused.
public enum RefusalCode: String, Hashable, Sendable, CaseIterable {
  /// The exchange's code for a parameter that it can't take.
  case invalidParameter = "INVALID_PARAMETER"
  /// The exchange's code for a wrong signature.
  case invalidWalletSignature = "INVALID_WALLET_SIGNATURE"
  /// See ``Refusal/custodyNotPermitted(sessionKey:revoked:)`` and ``Refusal/permissionExceeded(_:)``.
  case sessionKeyNotPermitted = "SESSION_KEY_NOT_PERMITTED"
  /// See ``Refusal/sessionKeyUnknown``.
  case sessionKeyUnknown = "SESSION_KEY_UNKNOWN"
  /// See ``Refusal/sessionKeyOfAnotherWallet``.
  case sessionKeyOfAnotherWallet = "SESSION_KEY_OF_ANOTHER_WALLET"
  /// See ``Refusal/consentMissing``.
  case sessionKeyConsentMissing = "SESSION_KEY_CONSENT_MISSING"
  /// See ``Refusal/publicKeyMismatch``.
  case sessionKeyPublicKeyMismatch = "SESSION_KEY_PUBLIC_KEY_MISMATCH"
  /// See ``Refusal/publicKeyMissing``.
  case sessionKeyPublicKeyMissing = "SESSION_KEY_PUBLIC_KEY_MISSING"
  /// See ``Refusal/consentInvalid``.
  case sessionKeyConsentInvalid = "SESSION_KEY_CONSENT_INVALID"
  /// See ``Refusal/sessionKeyRevoked``.
  case sessionKeyRevoked = "SESSION_KEY_REVOKED"
  /// See ``Refusal/sessionKeyNotYetValid``.
  case sessionKeyNotYetValid = "SESSION_KEY_NOT_YET_VALID"
  /// See ``Refusal/sessionKeyExpired(at:)`` and ``Refusal/nonceAfterExpiry(at:)``.
  case sessionKeyExpired = "SESSION_KEY_EXPIRED"
  /// See ``Refusal/noncePredatesAuthorization``.
  case noncePredatesAuthorization = "NONCE_PREDATES_AUTHORIZATION"
  /// See ``Refusal/nonceTooOld(maximumMilliseconds:)`` and ``Refusal/nonceAhead(maximumMilliseconds:)``.
  case nonceOutsideWindow = "NONCE_OUTSIDE_WINDOW"
  /// See ``Refusal/nonceAlreadyUsed``.
  case nonceAlreadyUsed = "NONCE_ALREADY_USED"
  /// See ``Refusal/nonceInvalidated``.
  case nonceInvalidated = "NONCE_INVALIDATED"
  /// See ``Refusal/sessionKeyNotAllowed``.
  case sessionKeyNotAllowed = "SESSION_KEY_NOT_ALLOWED"
  /// See ``Refusal/sessionKeyAlreadyAuthorized``.
  case sessionKeyAlreadyAuthorized = "SESSION_KEY_ALREADY_AUTHORIZED"
  /// See ``Refusal/authorizationRevokedInAdvance``.
  case authorizationRevokedInAdvance = "AUTHORIZATION_REVOKED_IN_ADVANCE"
  /// See ``Refusal/marketNotPermitted(_:)``.
  case sessionKeyMarketNotPermitted = "SESSION_KEY_MARKET_NOT_PERMITTED"
  /// See ``Refusal/indexPriceUnavailable(_:)``.
  case indexPriceUnavailable = "INDEX_PRICE_UNAVAILABLE"
  /// See ``Refusal/orderValueExceeded(maximum:)``.
  case sessionKeyOrderValueExceeded = "SESSION_KEY_ORDER_VALUE_EXCEEDED"
  /// See ``Refusal/priceDeviationExceeded(maximum:indexPrice:)``.
  case sessionKeyPriceDeviationExceeded = "SESSION_KEY_PRICE_DEVIATION_EXCEEDED"
  /// See ``Refusal/dailyValueExceeded(maximum:used:)``.
  case sessionKeyDailyValueExceeded = "SESSION_KEY_DAILY_VALUE_EXCEEDED"
}

extension Refusal {
  /// The stable code.
  public var code: RefusalCode {
    switch self {
    case .invalidOrderTerms: .invalidParameter
    case .invalidSignature: .invalidWalletSignature
    case .custodyNotPermitted, .permissionExceeded: .sessionKeyNotPermitted
    case .sessionKeyUnknown: .sessionKeyUnknown
    case .sessionKeyOfAnotherWallet: .sessionKeyOfAnotherWallet
    case .consentMissing: .sessionKeyConsentMissing
    case .publicKeyMismatch: .sessionKeyPublicKeyMismatch
    case .publicKeyMissing: .sessionKeyPublicKeyMissing
    case .consentInvalid: .sessionKeyConsentInvalid
    case .sessionKeyRevoked: .sessionKeyRevoked
    case .sessionKeyNotYetValid: .sessionKeyNotYetValid
    case .sessionKeyExpired, .nonceAfterExpiry: .sessionKeyExpired
    case .noncePredatesAuthorization: .noncePredatesAuthorization
    case .nonceTooOld, .nonceAhead: .nonceOutsideWindow
    case .nonceAlreadyUsed: .nonceAlreadyUsed
    case .nonceInvalidated: .nonceInvalidated
    case .sessionKeyNotAllowed: .sessionKeyNotAllowed
    case .sessionKeyAlreadyAuthorized: .sessionKeyAlreadyAuthorized
    case .authorizationRevokedInAdvance: .authorizationRevokedInAdvance
    case .marketNotPermitted: .sessionKeyMarketNotPermitted
    case .indexPriceUnavailable: .indexPriceUnavailable
    case .orderValueExceeded: .sessionKeyOrderValueExceeded
    case .priceDeviationExceeded: .sessionKeyPriceDeviationExceeded
    case .dailyValueExceeded: .sessionKeyDailyValueExceeded
    }
  }
}

extension Refusal: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .invalidOrderTerms(let reason): reason.description
    case .invalidSignature:
      "the signature is neither by the wallet nor by the session key that the request names: check that the chain id, "
        + "the contract and every member are what was signed"
    case .custodyNotPermitted(let key, let revoked):
      "the session key \(key) can trade and nothing else: sign this with the wallet"
        + (revoked ? "; the key has been revoked for trying" : "")
    case .sessionKeyUnknown: "no session key of this address is registered: authorise it with the wallet first"
    case .sessionKeyOfAnotherWallet: "the session key was authorised by another wallet"
    case .consentMissing: "the session key has not consented: send its signature over SessionKeyConsent"
    case .publicKeyMismatch: "the public key does not belong to the session key's address"
    case .publicKeyMissing: "a P-256 session key is authorised with its public key: send its 64 bytes"
    case .consentInvalid: "the consent was not signed by the session key that is being authorised"
    case .sessionKeyRevoked: "the session key has been revoked: authorise a new key with the wallet"
    case .sessionKeyNotYetValid: "the session key's authorisation lies in the future: check the clocks"
    case .sessionKeyExpired(let time): "the session key expired at \(time.milliseconds): authorise a new key"
    case .nonceAfterExpiry(let time):
      "the nonce is not earlier than the session key's expiry at \(time.milliseconds): check the clock, or authorise "
        + "a new key"
    case .noncePredatesAuthorization: "the nonce is not later than the key's authorisation: make a new nonce"
    case .nonceTooOld(let maximum):
      "the nonce is more than \(maximum) ms old: make a new nonce for each request, and check the clock"
    case .nonceAhead(let maximum): "the nonce is more than \(maximum) ms ahead of the server: check the clock"
    case .nonceAlreadyUsed: "the wallet has used this nonce before: make a new nonce for each request"
    case .nonceInvalidated: "the wallet has invalidated this nonce, or the key's authorisation"
    case .sessionKeyNotAllowed: "this address cannot be a session key: make a new key that is used for nothing else"
    case .sessionKeyAlreadyAuthorized: "the session key has been authorised before: make a new key"
    case .authorizationRevokedInAdvance:
      "the wallet has revoked all session keys since this was signed: sign a new authorisation"
    case .permissionExceeded(let permission):
      "the session key's permission is \(permission.wireName): it cannot do this"
    case .marketNotPermitted(let market): "the session key may not act in \(market)"
    case .indexPriceUnavailable(let market):
      "the key's limits need an index price of \(market), and there is none now: try again later"
    case .orderValueExceeded(let maximum): "the order is worth more than the \(maximum) that the key may put into one"
    case .priceDeviationExceeded(let maximum, let indexPrice):
      "the price is further than \(maximum) of the index price from \(indexPrice), to the wallet's disadvantage"
    case .dailyValueExceeded(let maximum, let used):
      "the key may trade \(maximum) in a UTC day and has used \(used): this order would go over it"
    }
  }
}
