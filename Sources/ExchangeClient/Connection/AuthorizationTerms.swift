public import Signing

/// In whose terms session keys are authorised at an exchange, and what its signed calls need.
public enum AuthorizationTerms: Sendable {
  /// Those of servers of this project: the wallet signs scope and expiry, the key agrees, the server holds it to them,
  /// and the key may end itself. A pair that reads comes with the session, and signed calls need none.
  case sessionKeys
  /// Those of Katana Perps itself: all markets, no limits, 30 days, ended by the wallet alone. Every signed call needs
  /// the pair of an account that the wallet is associated with; without one only public data can be read.
  case delegatedKeys(credentials: APICredentials?)
}

extension AuthorizationTerms {
  /// The pair that every signed call needs, where there is one.
  var accountCredentials: APICredentials? {
    if case .delegatedKeys(let credentials) = self { credentials } else { nil }
  }

  var areOfDelegatedKeys: Bool { if case .delegatedKeys = self { true } else { false } }
}
