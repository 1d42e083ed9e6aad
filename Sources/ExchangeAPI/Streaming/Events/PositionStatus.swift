public import PerpsProtocol

/// Whether a position is open: `X` of the exchange's changes of positions.
public enum PositionStatus: WireName, Codable {
  /// It is open.
  case open
  /// This change has closed it.
  case closed

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .open: "open"
    case .closed: "closed"
    }
  }
}
