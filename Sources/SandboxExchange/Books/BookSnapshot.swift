public import PerpsProtocol

/// What rests in a market.
public struct BookSnapshot: Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The last change that it contains; the next ``BookChange`` has one more.
  public let bookSequence: UInt64
  /// Who buys, the highest price first.
  public let bids: [BookLevel]
  /// Who sells, the lowest price first.
  public let asks: [BookLevel]
}

extension BookLevel {
  init(_ level: PriceLevel) {
    self.init(price: Pips(clamping: level.price), size: Amount(pips: level.size), orders: level.count)
  }
}
