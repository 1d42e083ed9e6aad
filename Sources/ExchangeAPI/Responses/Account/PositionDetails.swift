public import PerpsProtocol

/// An open position: element of the answer of `GET /v1/positions`.
public struct PositionDetails: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// How much of the base asset; negative when short.
  public let quantity: Amount
  /// The largest that it has been, with its sign.
  public let maximumQuantity: Amount
  /// The average price at which the open part was opened.
  public let entryPrice: Amount
  /// The average price at which parts were closed.
  public let exitPrice: Amount
  /// The price that margin is counted at.
  public let markPrice: Pips
  /// The index price.
  public let indexPrice: Pips
  /// The price at which the wallet would be liquidated if nothing else moved; zero where there is none.
  public let liquidationPrice: Amount
  /// Quantity times mark price; negative when short.
  public let value: Amount
  /// What closing parts has brought since it was opened.
  public let realizedPnL: Amount
  /// What closing it would bring.
  public let unrealizedPnL: Amount
  /// The maintenance margin that it needs.
  public let marginRequirement: Amount
  /// Its size over the wallet's equity.
  public let leverage: Amount
  /// The sum of its funding payments.
  public let totalFunding: Amount
  /// How much was opened since it began.
  public let totalOpen: Amount
  /// How much was closed since it began.
  public let totalClose: Amount
  /// Its place in the queue for auto-deleveraging, from 0 to 5; always 0 in a sandbox.
  public let adlQuintile: Int
  /// The fill that began it.
  public let openedByFillID: String
  /// The last fill.
  public let lastFillID: String
  /// When it last changed.
  public let time: Timestamp

  /// Describes the position.
  public init(
    market: MarketSymbol, quantity: Amount, maximumQuantity: Amount, entryPrice: Amount, exitPrice: Amount,
    markPrice: Pips, indexPrice: Pips, liquidationPrice: Amount, value: Amount, realizedPnL: Amount,
    unrealizedPnL: Amount, marginRequirement: Amount, leverage: Amount, totalFunding: Amount, totalOpen: Amount,
    totalClose: Amount, adlQuintile: Int, openedByFillID: String, lastFillID: String, time: Timestamp
  ) {
    self.market = market
    self.quantity = quantity
    self.maximumQuantity = maximumQuantity
    self.entryPrice = entryPrice
    self.exitPrice = exitPrice
    self.markPrice = markPrice
    self.indexPrice = indexPrice
    self.liquidationPrice = liquidationPrice
    self.value = value
    self.realizedPnL = realizedPnL
    self.unrealizedPnL = unrealizedPnL
    self.marginRequirement = marginRequirement
    self.leverage = leverage
    self.totalFunding = totalFunding
    self.totalOpen = totalOpen
    self.totalClose = totalClose
    self.adlQuintile = adlQuintile
    self.openedByFillID = openedByFillID
    self.lastFillID = lastFillID
    self.time = time
  }

  private enum CodingKeys: String, CodingKey {
    case market, quantity, maximumQuantity, entryPrice, exitPrice, markPrice, indexPrice, liquidationPrice, value,
      realizedPnL, unrealizedPnL, marginRequirement, leverage, totalFunding, totalOpen, totalClose, adlQuintile, time
    case openedByFillID = "openedByFillId"
    case lastFillID = "lastFillId"
  }
}
