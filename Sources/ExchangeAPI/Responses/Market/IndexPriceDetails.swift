public import PerpsProtocol

/// Answer of `POST /v1/sandbox/indexPrices`.
public struct IndexPriceDetails: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// Its index price from now on.
  public let price: Pips
  /// The entry's place in the ledger.
  public let sequence: UInt64

  /// Puts together the answer.
  public init(market: MarketSymbol, price: Pips, sequence: UInt64) {
    self.market = market
    self.price = price
    self.sequence = sequence
  }
}
