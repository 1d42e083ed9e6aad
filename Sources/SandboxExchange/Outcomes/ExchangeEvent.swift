public import PerpsProtocol

/// Something that subscribers are told.
public enum ExchangeEvent: Hashable, Sendable {
  /// An order of a wallet changed.
  case order(OrderUpdate)
  /// Two orders traded.
  case trade(Trade)
  /// A level of a book changed.
  case book(BookChange)
  /// A position of a wallet changed, or was closed.
  case position(PositionSnapshot)
  /// Play money came in.
  case deposit(FundMovement)
  /// Funds went out.
  case withdrawal(FundMovement)
  /// Funds moved between wallets.
  case transfer(FundMovement)
  /// A position was taken over by the insurance fund.
  case liquidation(Fill)
  /// A market has a new index price.
  case indexPrice(MarketSymbol, Pips)
}

/// One change of an order.
public struct OrderUpdate: Hashable, Sendable {
  /// What happened.
  public let kind: OrderUpdateKind
  /// The order afterwards.
  public let state: OrderState
  /// The fill, where that is what happened.
  public let fill: Fill?
}

/// A trade as everybody may see it.
public struct Trade: Hashable, Sendable {
  /// The id, which the fills of both sides share.
  public let number: FillNumber
  /// The market.
  public let market: MarketSymbol
  /// The resting order's price.
  public let price: Pips
  /// How much of the base asset.
  public let quantity: Pips
  /// What it was worth.
  public let quoteQuantity: Amount
  /// The entry's time.
  public let time: Timestamp
  /// The resting order's side.
  public let makerSide: OrderSide
  /// Its place among the market's trades, from 1 on.
  public let tradeSequence: UInt64
}

/// The new state of one level of a book.
public struct BookChange: Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// Its place among the changes of the market's book, from 1 on without gaps.
  public let bookSequence: UInt64
  /// Which side.
  public let side: OrderSide
  /// The level; a size of zero means that it is gone.
  public let level: BookLevel
}

/// What rests at one price.
public struct BookLevel: Hashable, Sendable {
  /// The price.
  public let price: Pips
  /// How much of the base asset.
  public let size: Amount
  /// How many orders.
  public let orders: Int
}
