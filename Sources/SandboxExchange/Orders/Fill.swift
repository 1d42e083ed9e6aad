public import EthereumPrimitives
public import PerpsProtocol

/// One wallet's side of a trade, or of a liquidation.
public struct Fill: Hashable, Sendable {
  /// The exchange's id, which both sides share.
  public let number: FillNumber
  /// The wallet.
  public let wallet: Address
  /// The order, or `nil` for a liquidation.
  public let order: OrderNumber?
  /// The trader's own name for the order.
  public let clientOrderID: ClientOrderID?
  /// The market.
  public let market: MarketSymbol
  /// The wallet's side.
  public let side: OrderSide
  /// The price.
  public let price: Pips
  /// How much of the base asset.
  public let quantity: Pips
  /// What it was worth.
  public let quoteQuantity: Amount
  /// What closing a position brought, before the fee.
  public let realizedPnL: Amount
  /// What was paid to the exchange.
  public let fee: Amount
  /// The entry's time.
  public let time: Timestamp
  /// The side of the resting order, or `nil` for a liquidation.
  public let makerSide: OrderSide?
  /// The trade's place among its market's trades, from 1 on; zero for a liquidation.
  public let tradeSequence: UInt64
  /// What it did to the position.
  public let action: FillAction
  /// The position afterwards.
  public let position: PositionSide
  /// The index price at the time.
  public let indexPrice: Pips
  /// Whether the wallet's order rested; `nil` for a liquidation.
  public let liquidity: Liquidity?
  /// How it came about.
  public let type: FillType
}
