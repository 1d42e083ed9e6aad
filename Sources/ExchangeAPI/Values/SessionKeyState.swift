public import PerpsProtocol

/// How a session key stands.
public enum SessionKeyState: WireName, Codable {
  /// It may act within its bounds.
  case active
  /// Its time is over. What it placed before may still trade.
  case expired
  /// It was revoked, for ever.
  case revoked

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .active: "active"
    case .expired: "expired"
    case .revoked: "revoked"
    }
  }
}
