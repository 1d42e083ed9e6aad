public import PerpsProtocol

/// Answer of `GET /v1/orderbook`: what rests in a market.
public struct OrderBook: Codable, Hashable, Sendable {
  /// The last change of the book that it contains.
  public let sequence: UInt64
  /// The price of the last trade.
  @Nullable public private(set) var lastPrice: Pips?
  /// The price that margin is counted at.
  @Nullable public private(set) var markPrice: Pips?
  /// The index price.
  @Nullable public private(set) var indexPrice: Pips?
  /// Who buys, the highest price first.
  public let bids: [OrderBookLevel]
  /// Who sells, the lowest price first.
  public let asks: [OrderBookLevel]

  /// Puts together the answer.
  public init(
    sequence: UInt64, lastPrice: Pips?, markPrice: Pips?, indexPrice: Pips?, bids: [OrderBookLevel],
    asks: [OrderBookLevel]
  ) {
    self.sequence = sequence
    self.lastPrice = lastPrice
    self.markPrice = markPrice
    self.indexPrice = indexPrice
    self.bids = bids
    self.asks = asks
  }
}
