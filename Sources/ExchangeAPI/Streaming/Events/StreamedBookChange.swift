public import PerpsProtocol

/// One change of a market's book: it makes the book of sequence `sequence` from that of the sequence before.
public struct StreamedBookChange: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// When it changed.
  public let time: Timestamp
  /// Its place among the changes of the market's book, without gaps; `GET /v1/orderbook` says which it contains.
  public let sequence: UInt64
  /// Levels of buyers as they are now; one of size zero is gone.
  public let bids: [OrderBookLevel]
  /// Levels of sellers as they are now; one of size zero is gone.
  public let asks: [OrderBookLevel]
  /// The price of the last trade.
  @Nullable public private(set) var lastPrice: Pips?
  /// The price that margin is counted at.
  @Nullable public private(set) var markPrice: Pips?
  /// The index price.
  @Nullable public private(set) var indexPrice: Pips?

  /// Puts together the message.
  public init(
    market: MarketSymbol, time: Timestamp, sequence: UInt64, bids: [OrderBookLevel], asks: [OrderBookLevel],
    lastPrice: Pips?, markPrice: Pips?, indexPrice: Pips?
  ) {
    self.market = market
    self.time = time
    self.sequence = sequence
    self.bids = bids
    self.asks = asks
    self.lastPrice = lastPrice
    self.markPrice = markPrice
    self.indexPrice = indexPrice
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case time = "t"
    case sequence = "u"
    case bids = "b"
    case asks = "a"
    case lastPrice = "lp"
    case markPrice = "mp"
    case indexPrice = "ip"
  }
}
