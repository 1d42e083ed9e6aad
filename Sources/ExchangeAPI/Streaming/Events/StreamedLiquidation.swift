public import PerpsProtocol

/// A position that was taken over, as everybody may see it.
public struct StreamedLiquidation: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The exchange's id.
  public let fillID: String
  /// The price at which it was taken over.
  public let price: Pips
  /// How much of the base asset.
  public let quantity: Pips
  /// What it was worth.
  public let quoteQuantity: Amount
  /// When it happened.
  public let time: Timestamp
  /// The side on which the position was closed: a long one is sold.
  public let liquidationSide: OrderSide

  /// Puts together the message.
  public init(
    market: MarketSymbol, fillID: String, price: Pips, quantity: Pips, quoteQuantity: Amount, time: Timestamp,
    liquidationSide: OrderSide
  ) {
    self.market = market
    self.fillID = fillID
    self.price = price
    self.quantity = quantity
    self.quoteQuantity = quoteQuantity
    self.time = time
    self.liquidationSide = liquidationSide
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case fillID = "i"
    case price = "p"
    case quantity = "q"
    case quoteQuantity = "Q"
    case time = "t"
    case liquidationSide = "s"
  }
}
