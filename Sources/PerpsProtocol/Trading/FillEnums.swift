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
  /// Another trader's position was closed for a liquidation that nobody else took. The sandbox has none.
  case deleverage
  /// The market was closed. The sandbox closes none.
  case closure

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .liquidation: "liquidation"
    case .deleverage: "deleverage"
    case .closure: "closure"
    }
  }
}
