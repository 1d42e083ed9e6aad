public import EthereumPrimitives
public import PerpsProtocol

/// A position of a wallet that was taken over: a change without an order.
public struct StreamedTakeover: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The wallet.
  public let wallet: Address
  /// When it happened.
  public let executionTime: Timestamp
  /// The side on which the position was closed: a long one is sold.
  public let side: OrderSide
  /// The one fill that closed it.
  public let fills: [StreamedFill]

  /// Puts together the message.
  public init(
    market: MarketSymbol, wallet: Address, executionTime: Timestamp, side: OrderSide, fills: [StreamedFill]
  ) {
    self.market = market
    self.wallet = wallet
    self.executionTime = executionTime
    self.side = side
    self.fills = fills
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case wallet = "w"
    case executionTime = "t"
    case side = "s"
    case fills = "F"
  }
}
