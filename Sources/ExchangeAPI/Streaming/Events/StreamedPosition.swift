public import EthereumPrimitives
public import PerpsProtocol

/// A position of a wallet after it has changed.
public struct StreamedPosition: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// Whether it is open still.
  public let status: PositionStatus
  /// How much of the base asset; negative when short.
  public let quantity: Amount
  /// The largest that it has been, with its sign.
  public let maximumQuantity: Amount
  /// The average price at which the open part was opened.
  public let entryPrice: Amount
  /// The average price at which parts were closed.
  public let exitPrice: Amount
  /// What closing parts has brought since it was opened.
  public let realizedPnL: Amount
  /// The sum of its funding payments.
  public let totalFunding: Amount
  /// How much was opened since it began.
  public let totalOpen: Amount
  /// How much was closed since it began.
  public let totalClose: Amount
  /// The fill that began it.
  public let openedByFillID: String
  /// The last fill.
  public let lastFillID: String
  /// The wallet's balance.
  public let quoteBalance: Amount
  /// When it changed.
  public let time: Timestamp

  /// Puts together the message.
  public init(
    wallet: Address, market: MarketSymbol, status: PositionStatus, quantity: Amount, maximumQuantity: Amount,
    entryPrice: Amount, exitPrice: Amount, realizedPnL: Amount, totalFunding: Amount, totalOpen: Amount,
    totalClose: Amount, openedByFillID: String, lastFillID: String, quoteBalance: Amount, time: Timestamp
  ) {
    self.wallet = wallet
    self.market = market
    self.status = status
    self.quantity = quantity
    self.maximumQuantity = maximumQuantity
    self.entryPrice = entryPrice
    self.exitPrice = exitPrice
    self.realizedPnL = realizedPnL
    self.totalFunding = totalFunding
    self.totalOpen = totalOpen
    self.totalClose = totalClose
    self.openedByFillID = openedByFillID
    self.lastFillID = lastFillID
    self.quoteBalance = quoteBalance
    self.time = time
  }

  private enum CodingKeys: String, CodingKey {
    case wallet = "w"
    case market = "m"
    case status = "X"
    case quantity = "q"
    case maximumQuantity = "mq"
    case entryPrice = "np"
    case exitPrice = "xp"
    case realizedPnL = "rn"
    case totalFunding = "f"
    case totalOpen = "to"
    case totalClose = "tc"
    case openedByFillID = "of"
    case lastFillID = "lf"
    case quoteBalance = "qb"
    case time = "t"
  }
}
