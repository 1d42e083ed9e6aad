public import PerpsProtocol

/// The best prices of a market, after one of them or its quantity has changed. A side without orders has zeros.
public struct StreamedBestPrices: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// When they changed.
  public let time: Timestamp
  /// The highest price that is bid; zero for none.
  public let bidPrice: Pips
  /// How much is bid at it.
  public let bidQuantity: Amount
  /// The lowest price that is asked; zero for none.
  public let askPrice: Pips
  /// How much is asked at it.
  public let askQuantity: Amount
  /// The price of the last trade.
  @Nullable public private(set) var lastPrice: Pips?
  /// The price that margin is counted at.
  @Nullable public private(set) var markPrice: Pips?
  /// The index price.
  @Nullable public private(set) var indexPrice: Pips?

  /// Puts together the message.
  public init(
    market: MarketSymbol, time: Timestamp, bidPrice: Pips, bidQuantity: Amount, askPrice: Pips, askQuantity: Amount,
    lastPrice: Pips?, markPrice: Pips?, indexPrice: Pips?
  ) {
    self.market = market
    self.time = time
    self.bidPrice = bidPrice
    self.bidQuantity = bidQuantity
    self.askPrice = askPrice
    self.askQuantity = askQuantity
    self.lastPrice = lastPrice
    self.markPrice = markPrice
    self.indexPrice = indexPrice
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case time = "t"
    case bidPrice = "b"
    case bidQuantity = "B"
    case askPrice = "a"
    case askQuantity = "A"
    case lastPrice = "lp"
    case markPrice = "mp"
    case indexPrice = "ip"
  }
}
