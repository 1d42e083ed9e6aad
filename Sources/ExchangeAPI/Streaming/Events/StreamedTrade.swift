public import PerpsProtocol

/// A trade in a market, as everybody may see it.
public struct StreamedTrade: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The exchange's id, which both sides share.
  public let fillID: String
  /// The resting order's price.
  public let price: Pips
  /// How much of the base asset.
  public let quantity: Pips
  /// What it was worth.
  public let quoteQuantity: Amount
  /// When it happened.
  public let time: Timestamp
  /// The resting order's side.
  public let makerSide: OrderSide
  /// Its place among the market's trades, from 1 on without gaps.
  public let sequence: UInt64

  /// Puts together the message.
  public init(
    market: MarketSymbol, fillID: String, price: Pips, quantity: Pips, quoteQuantity: Amount, time: Timestamp,
    makerSide: OrderSide, sequence: UInt64
  ) {
    self.market = market
    self.fillID = fillID
    self.price = price
    self.quantity = quantity
    self.quoteQuantity = quoteQuantity
    self.time = time
    self.makerSide = makerSide
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case fillID = "i"
    case price = "p"
    case quantity = "q"
    case quoteQuantity = "Q"
    case time = "t"
    case makerSide = "s"
    case sequence = "u"
  }
}
