public import EthereumPrimitives
public import PerpsProtocol

/// An order and what became of it: answer of `POST /v1/orders` and of `GET /v1/orders`.
public struct OrderDetails: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// The exchange's id.
  public let orderID: OrderID
  /// The trader's own name for it.
  public let clientOrderID: ClientOrderID?
  /// The wallet.
  public let wallet: Address
  /// When it was placed.
  public let time: Timestamp
  /// Where it stands.
  public let status: OrderStatus
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
  /// What it traded at once; only where one order is answered.
  public let fills: [FillDetails]?
  /// The place in the ledger of the entry that placed it. Not a member of the exchange's answer.
  public let sequence: UInt64?
  /// What the key that signed it may still do; only where it was placed. Not a member of the exchange's answer.
  public let sessionKey: RemainingAuthority?

  /// Describes the order.
  public init(
    market: MarketSymbol, orderID: OrderID, clientOrderID: ClientOrderID? = nil, wallet: Address, time: Timestamp,
    status: OrderStatus, type: OrderType, side: OrderSide, originalQuantity: Pips, executedQuantity: Pips,
    cumulativeQuoteQuantity: Amount, averageExecutionPrice: Amount? = nil, price: Pips? = nil,
    triggerPrice: Pips? = nil, triggerType: TriggerType? = nil, reduceOnly: Bool, timeInForce: TimeInForce? = nil,
    selfTradePrevention: SelfTradePrevention, delegatedKey: Address? = nil, fills: [FillDetails]? = nil,
    sequence: UInt64? = nil, sessionKey: RemainingAuthority? = nil
  ) {
    self.market = market
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.wallet = wallet
    self.time = time
    self.status = status
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
    self.sequence = sequence
    self.sessionKey = sessionKey
  }

  private enum CodingKeys: String, CodingKey {
    case market, wallet, time, status, type, side, originalQuantity, executedQuantity, cumulativeQuoteQuantity, price,
      triggerPrice, triggerType, reduceOnly, timeInForce, selfTradePrevention, delegatedKey, fills, sequence, sessionKey
    case orderID = "orderId"
    case clientOrderID = "clientOrderId"
    case averageExecutionPrice = "avgExecutionPrice"
  }

  /// Writes the members in one container: a value that writes itself has the encoder make one of its own, and this is
  /// the answer to every order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(market.text, forKey: .market)
    try container.encode(orderID.text, forKey: .orderID)
    try container.encodeIfPresent(clientOrderID?.text, forKey: .clientOrderID)
    try container.encode(wallet.description, forKey: .wallet)
    try container.encode(time.milliseconds, forKey: .time)
    try container.encode("\(status.wireName)", forKey: .status)
    try container.encode("\(type.wireName)", forKey: .type)
    try container.encode("\(side.wireName)", forKey: .side)
    try container.encode(originalQuantity.description, forKey: .originalQuantity)
    try container.encode(executedQuantity.description, forKey: .executedQuantity)
    try container.encode(cumulativeQuoteQuantity.description, forKey: .cumulativeQuoteQuantity)
    try container.encodeIfPresent(averageExecutionPrice?.description, forKey: .averageExecutionPrice)
    try container.encodeIfPresent(price?.description, forKey: .price)
    try container.encodeIfPresent(triggerPrice?.description, forKey: .triggerPrice)
    try container.encodeIfPresent(triggerType.map { "\($0.wireName)" }, forKey: .triggerType)
    try container.encode(reduceOnly, forKey: .reduceOnly)
    try container.encodeIfPresent(timeInForce.map { "\($0.wireName)" }, forKey: .timeInForce)
    try container.encode("\(selfTradePrevention.wireName)", forKey: .selfTradePrevention)
    try container.encodeIfPresent(delegatedKey?.description, forKey: .delegatedKey)
    try container.encodeIfPresent(fills, forKey: .fills)
    try container.encodeIfPresent(sequence, forKey: .sequence)
    try container.encodeIfPresent(sessionKey, forKey: .sessionKey)
  }
}
