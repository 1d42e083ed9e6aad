public import EthereumPrimitives
public import PerpsProtocol

/// A change of an order, and the order afterwards.
public struct StreamedOrderChange: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The exchange's id.
  public let orderID: OrderID
  /// The trader's own name for it.
  public let clientOrderID: ClientOrderID?
  /// The wallet.
  public let wallet: Address
  /// When it changed.
  public let executionTime: Timestamp
  /// When it was placed.
  public let time: Timestamp
  /// What happened.
  public let update: OrderUpdateKind
  /// Where it stands.
  public let status: OrderStatus
  /// The change of the market's book that it led to, where it did.
  public let sequence: UInt64?
  /// How it executes.
  public let type: OrderType
  /// Which side of the book it is on.
  public let side: OrderSide
  /// What was ordered, in the base asset.
  public let originalQuantity: Pips
  /// What has traded.
  public let executedQuantity: Pips
  /// What the trades were worth.
  public let cumulativeQuoteQuantity: Amount
  /// The average price of the trades.
  public let averageExecutionPrice: Amount?
  /// The limit price.
  public let price: Pips?
  /// The price that activates it.
  public let triggerPrice: Pips?
  /// Which price is compared with that.
  public let triggerType: TriggerType?
  /// Whether it may only make the position smaller.
  public let reduceOnly: Bool
  /// How long it stands.
  public let timeInForce: TimeInForce?
  /// What happens when it would trade with another order of the wallet.
  public let selfTradePrevention: SelfTradePrevention
  /// The session key that signed it.
  public let delegatedKey: Address?
  /// What it traded, where that is what happened.
  public let fills: [StreamedFill]?

  /// Puts together the message.
  public init(
    market: MarketSymbol, orderID: OrderID, clientOrderID: ClientOrderID? = nil, wallet: Address,
    executionTime: Timestamp, time: Timestamp, update: OrderUpdateKind, status: OrderStatus, sequence: UInt64? = nil,
    type: OrderType, side: OrderSide, originalQuantity: Pips, executedQuantity: Pips, cumulativeQuoteQuantity: Amount,
    averageExecutionPrice: Amount? = nil, price: Pips? = nil, triggerPrice: Pips? = nil,
    triggerType: TriggerType? = nil, reduceOnly: Bool, timeInForce: TimeInForce? = nil,
    selfTradePrevention: SelfTradePrevention, delegatedKey: Address? = nil, fills: [StreamedFill]? = nil
  ) {
    self.market = market
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.wallet = wallet
    self.executionTime = executionTime
    self.time = time
    self.update = update
    self.status = status
    self.sequence = sequence
    self.type = type
    self.side = side
    self.originalQuantity = originalQuantity
    self.executedQuantity = executedQuantity
    self.cumulativeQuoteQuantity = cumulativeQuoteQuantity
    self.averageExecutionPrice = averageExecutionPrice
    self.price = price
    self.triggerPrice = triggerPrice
    self.triggerType = triggerType
    self.reduceOnly = reduceOnly
    self.timeInForce = timeInForce
    self.selfTradePrevention = selfTradePrevention
    self.delegatedKey = delegatedKey
    self.fills = fills
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case orderID = "i"
    case clientOrderID = "c"
    case wallet = "w"
    case executionTime = "t"
    case time = "T"
    case update = "x"
    case status = "X"
    case sequence = "u"
    case type = "o"
    case side = "s"
    case originalQuantity = "q"
    case executedQuantity = "z"
    case cumulativeQuoteQuantity = "Z"
    case averageExecutionPrice = "v"
    case price = "p"
    case triggerPrice = "P"
    case triggerType = "tt"
    case reduceOnly = "r"
    case timeInForce = "f"
    case selfTradePrevention = "V"
    case delegatedKey = "dk"
    case fills = "F"
  }
}
