public import PerpsProtocol

/// What is traded in a market.
public enum MarketType: WireName, Codable {
  /// A perpetual future.
  case perpetual

  /// The name in JSON.
  public var wireName: StaticString { "perpetual" }
}
