public import PerpsProtocol

/// One wallet's side of a trade: answer of `GET /v1/fills`, and in the `fills` of an order.
public struct FillDetails: Codable, Hashable, Sendable {
  /// The exchange's id, which both sides share.
  public let fillID: String
  /// The price.
  public let price: Pips
  /// How much of the base asset.
  public let quantity: Pips
  /// What it was worth.
  public let quoteQuantity: Amount
  /// What closing a position brought, before the fee.
  public let realizedPnL: Amount
  /// When it happened.
  public let time: Timestamp
  /// The resting order's side.
  public let makerSide: OrderSide?
  /// Its place among the market's trades.
  public let sequence: UInt64?
  /// What was paid to the exchange; negative for a rebate.
  public let fee: Amount?
  /// What it did to the position.
  public let action: FillAction
  /// The position afterwards.
  public let position: PositionSide
  /// The index price at the time.
  public let indexPrice: Pips?
  /// Whether the wallet's order rested.
  public let liquidity: Liquidity?
  /// How it came about.
  public let type: FillType
  /// The transaction that settled it on chain; `null` in a sandbox.
  @Nullable public private(set) var transactionID: String?
  /// How far that is.
  public let transactionStatus: TransactionStatus
  /// The order; in `GET /v1/fills` only.
  public let orderID: OrderID?
  /// The trader's own name for the order; in `GET /v1/fills` only.
  public let clientOrderID: ClientOrderID?
  /// The market; in `GET /v1/fills` only.
  public let market: MarketSymbol?
  /// The wallet's side; in `GET /v1/fills` only.
  public let side: OrderSide?

  /// Describes the fill.
  public init(
    fillID: String, price: Pips, quantity: Pips, quoteQuantity: Amount, realizedPnL: Amount, time: Timestamp,
    makerSide: OrderSide? = nil, sequence: UInt64? = nil, fee: Amount? = nil, action: FillAction,
    position: PositionSide, indexPrice: Pips? = nil, liquidity: Liquidity? = nil, type: FillType,
    transactionID: String?, transactionStatus: TransactionStatus, orderID: OrderID? = nil,
    clientOrderID: ClientOrderID? = nil, market: MarketSymbol? = nil, side: OrderSide? = nil
  ) {
    self.fillID = fillID
    self.price = price
    self.quantity = quantity
    self.quoteQuantity = quoteQuantity
    self.realizedPnL = realizedPnL
    self.time = time
    self.makerSide = makerSide
    self.sequence = sequence
    self.fee = fee
    self.action = action
    self.position = position
    self.indexPrice = indexPrice
    self.liquidity = liquidity
    self.type = type
    self.transactionID = transactionID
    self.transactionStatus = transactionStatus
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.market = market
    self.side = side
  }

  private enum CodingKeys: String, CodingKey {
    case price, quantity, quoteQuantity, realizedPnL, time, makerSide, sequence, fee, action, position, indexPrice,
      liquidity, type, market, side
    case fillID = "fillId"
    case transactionID = "txId"
    case transactionStatus = "txStatus"
    case orderID = "orderId"
    case clientOrderID = "clientOrderId"
  }
}
