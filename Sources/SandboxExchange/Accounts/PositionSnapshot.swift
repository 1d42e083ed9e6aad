public import EthereumPrimitives
public import PerpsProtocol

/// A position at a moment.
public struct PositionSnapshot: Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// How much of the base asset; negative when short, zero when closed.
  public let quantity: Amount
  /// The largest that it has been, with its sign.
  public let maximumQuantity: Amount
  /// What the open part cost (negative: brought) when it was opened.
  public let totalQuote: Amount
  /// The average price at which the open part was opened.
  public let entryPrice: Amount
  /// The average price at which parts were closed; zero where none was.
  public let exitPrice: Amount
  /// What closing parts has brought since it was opened, before fees.
  public let realizedPnL: Amount
  /// How much was opened since the position began.
  public let totalOpen: Amount
  /// How much was closed since the position began.
  public let totalClose: Amount
  /// The fill that began it.
  public let openedByFill: FillNumber
  /// The last fill.
  public let lastFill: FillNumber
  /// When it last changed.
  public let time: Timestamp
  /// The wallet's balance.
  public let quoteBalance: Amount

  /// Which way it goes.
  public var side: PositionSide { quantity > .zero ? .long : quantity < .zero ? .short : .none }
}
