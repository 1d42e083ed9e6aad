public import PerpsProtocol

extension SandboxExchange {
  /// Whether there is such a market.
  public func hasMarket(_ market: MarketSymbol) -> Bool { marketIndices[market] != nil }

  /// The price of a market's last trade; `nil` before the first, and for a market that there is not.
  public func lastPrice(in market: MarketSymbol) -> Pips? {
    marketIndices[market].flatMap { Self.price(markets[$0].lastPrice) }
  }

  /// A market's index price, which is its mark price too; `nil` before the first, and for a market that there is not.
  public func indexPrice(of market: MarketSymbol) -> Pips? {
    marketIndices[market].flatMap { Self.price(terms[$0].indexPrice) }
  }

  private static func price(_ pips: Int64) -> Pips? { pips > 0 ? Pips(clamping: pips) : nil }
}
