public import PerpsProtocol

/// One fill in a change of an order, or of a position that was taken over.
public struct StreamedFill: Codable, Hashable, Sendable {
  /// How it came about.
  public let type: FillType
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
  /// The resting order's side; not of a liquidation.
  public let makerSide: OrderSide?
  /// Its place among the market's trades; not of a liquidation.
  public let sequence: UInt64?
  /// What was paid to the exchange; negative for a rebate.
  public let fee: Amount?
  /// Whether the wallet's order rested; not of a liquidation.
  public let liquidity: Liquidity?
  /// What it did to the position.
  public let action: FillAction
  /// The position afterwards.
  public let position: PositionSide
  /// The transaction that settled it on chain; `null` in a sandbox.
  @Nullable public private(set) var transactionID: String?
  /// How far that is.
  public let transactionStatus: TransactionStatus

  /// Puts together the message.
  public init(
    type: FillType, fillID: String, price: Pips, quantity: Pips, quoteQuantity: Amount, realizedPnL: Amount,
    time: Timestamp, makerSide: OrderSide? = nil, sequence: UInt64? = nil, fee: Amount? = nil,
    liquidity: Liquidity? = nil, action: FillAction, position: PositionSide, transactionID: String?,
    transactionStatus: TransactionStatus
  ) {
    self.type = type
    self.fillID = fillID
    self.price = price
    self.quantity = quantity
    self.quoteQuantity = quoteQuantity
    self.realizedPnL = realizedPnL
    self.time = time
    self.makerSide = makerSide
    self.sequence = sequence
    self.fee = fee
    self.liquidity = liquidity
    self.action = action
    self.position = position
    self.transactionID = transactionID
    self.transactionStatus = transactionStatus
  }

  private enum CodingKeys: String, CodingKey {
    case type = "y"
    case fillID = "i"
    case price = "p"
    case quantity = "q"
    case quoteQuantity = "Q"
    case realizedPnL = "rn"
    case time = "t"
    case makerSide = "s"
    case sequence = "u"
    case fee = "f"
    case liquidity = "l"
    case action = "a"
    case position = "P"
    case transactionID = "T"
    case transactionStatus = "S"
  }
}
