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

/// What a fill did to a position.
public enum FillAction: WireName {
  /// Made it larger.
  case open
  /// Made it smaller.
  case close
  /// Closed it and opened one on the other side.
  case closeAndOpen

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .open: "open"
    case .close: "close"
    case .closeAndOpen: "closeAndOpen"
    }
  }
}

/// Which way a position goes.
public enum PositionSide: WireName {
  /// It gains when the price rises.
  case long
  /// It gains when the price falls.
  case short
  /// There is none.
  case none

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .long: "long"
    case .short: "short"
    case .none: "none"
    }
  }
}

/// Whether an order rested or met one that did.
public enum Liquidity: WireName {
  /// It rested.
  case maker
  /// It met one that rested.
  case taker

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .maker: "maker"
    case .taker: "taker"
    }
  }
}

/// How a fill came about.
public enum FillType: WireName {
  /// By a market order, or one that became one.
  case market
  /// By a limit order.
  case limit
  /// The insurance fund took over the position.
  case liquidation

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .liquidation: "liquidation"
    }
  }
}
