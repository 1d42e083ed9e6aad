public import PerpsProtocol

/// One trade of `GET /v1/trades`, as everybody may see it.
public struct PublicTrade: Codable, Hashable, Sendable {
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
  /// Its place among the market's trades.
  public let sequence: UInt64

  /// Puts together the answer.
  public init(
    fillID: String, price: Pips, quantity: Pips, quoteQuantity: Amount, time: Timestamp, makerSide: OrderSide,
    sequence: UInt64
  ) {
    self.fillID = fillID
    self.price = price
    self.quantity = quantity
    self.quoteQuantity = quoteQuantity
    self.time = time
    self.makerSide = makerSide
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case price, quantity, quoteQuantity, time, makerSide, sequence
    case fillID = "fillId"
  }
}
