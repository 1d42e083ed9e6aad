import SessionKeys

/// The refusals without what they carry, in their written order.
///
/// The switch has no default: a new refusal does not compile here until it has a kind, and the test of completeness
/// does not pass until the table produces it.
enum RefusalKind: Int, CaseIterable, Comparable, Sendable {
  case invalidOrderTerms
  case invalidSignature
  case custodyNotPermitted
  case sessionKeyUnknown
  case sessionKeyOfAnotherWallet
  case consentMissing
  case publicKeyMismatch
  case publicKeyMissing
  case consentInvalid
  case sessionKeyRevoked
  case sessionKeyNotYetValid
  case sessionKeyExpired
  case nonceAfterExpiry
  case noncePredatesAuthorization
  case nonceTooOld
  case nonceAhead
  case nonceAlreadyUsed
  case nonceInvalidated
  case sessionKeyNotAllowed
  case sessionKeyAlreadyAuthorized
  case authorizationRevokedInAdvance
  case permissionExceeded
  case marketNotPermitted
  case indexPriceUnavailable
  case orderValueExceeded
  case priceDeviationExceeded
  case dailyValueExceeded

  init(_ refusal: Refusal) {
    self =
      switch refusal {
      case .invalidOrderTerms: .invalidOrderTerms
      case .invalidSignature: .invalidSignature
      case .custodyNotPermitted: .custodyNotPermitted
      case .sessionKeyUnknown: .sessionKeyUnknown
      case .sessionKeyOfAnotherWallet: .sessionKeyOfAnotherWallet
      case .consentMissing: .consentMissing
      case .publicKeyMismatch: .publicKeyMismatch
      case .publicKeyMissing: .publicKeyMissing
      case .consentInvalid: .consentInvalid
      case .sessionKeyRevoked: .sessionKeyRevoked
      case .sessionKeyNotYetValid: .sessionKeyNotYetValid
      case .sessionKeyExpired: .sessionKeyExpired
      case .nonceAfterExpiry: .nonceAfterExpiry
      case .noncePredatesAuthorization: .noncePredatesAuthorization
      case .nonceTooOld: .nonceTooOld
      case .nonceAhead: .nonceAhead
      case .nonceAlreadyUsed: .nonceAlreadyUsed
      case .nonceInvalidated: .nonceInvalidated
      case .sessionKeyNotAllowed: .sessionKeyNotAllowed
      case .sessionKeyAlreadyAuthorized: .sessionKeyAlreadyAuthorized
      case .authorizationRevokedInAdvance: .authorizationRevokedInAdvance
      case .permissionExceeded: .permissionExceeded
      case .marketNotPermitted: .marketNotPermitted
      case .indexPriceUnavailable: .indexPriceUnavailable
      case .orderValueExceeded: .orderValueExceeded
      case .priceDeviationExceeded: .priceDeviationExceeded
      case .dailyValueExceeded: .dailyValueExceeded
      }
  }

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
