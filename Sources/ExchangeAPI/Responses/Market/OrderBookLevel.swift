public import PerpsProtocol

/// What rests at one price of a book: `[price, size, orders]`.
public struct OrderBookLevel: Hashable, Sendable {
  /// The price.
  public let price: Pips
  /// How much of the base asset.
  public let size: Amount
  /// How many orders.
  public let orders: Int

  /// Describes the level.
  public init(price: Pips, size: Amount, orders: Int) {
    self.price = price
    self.size = size
    self.orders = orders
  }
}

extension OrderBookLevel: Codable {
  /// Reads an array of exactly three elements.
  public init(from decoder: any Decoder) throws {
    var elements = try decoder.unkeyedContainer()
    price = try elements.decode(Pips.self)
    size = try elements.decode(Amount.self)
    orders = try elements.decode(Int.self)
    guard elements.isAtEnd else {
      throw DecodingError.dataCorruptedError(in: elements, debugDescription: "a level has three elements")
    }
  }

  /// Writes an array of three elements.
  public func encode(to encoder: any Encoder) throws {
    var elements = encoder.unkeyedContainer()
    try elements.encode(price)
    try elements.encode(size)
    try elements.encode(orders)
  }
}
