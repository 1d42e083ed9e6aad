/// What may be done in a market.
public enum MarketStatus: WireName {
  /// Nothing.
  case inactive
  /// Orders may be cancelled, not placed.
  case cancelsOnly
  /// Orders may be cancelled, and placed where they are post-only limit orders.
  case limitMakerOnly
  /// Everything.
  case active
  /// Everything. On the exchange itself: with a second source of liquidity, which a sandbox does not have.
  case activeHybrid

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .inactive: "inactive"
    case .cancelsOnly: "cancelsOnly"
    case .limitMakerOnly: "limitMakerOnly"
    case .active: "active"
    case .activeHybrid: "activeHybrid"
    }
  }
}
