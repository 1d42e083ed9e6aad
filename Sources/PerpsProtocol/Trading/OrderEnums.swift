/// How an order executes; the raw value is what is signed (`OrderType` of the contracts).
public enum OrderType: UInt8, WireName {
  /// Executes at once at the best prices.
  case market = 0
  /// Executes at its price or better.
  case limit = 1
  /// Becomes a market order when the price moves against the position.
  case stopLossMarket = 2
  /// Becomes a limit order when the price moves against the position.
  case stopLossLimit = 3
  /// Becomes a market order when the price moves with the position.
  case takeProfitMarket = 4
  /// Becomes a limit order when the price moves with the position.
  case takeProfitLimit = 5
  /// Becomes a market order when the price turns back by the callback rate.
  case trailingStopMarket = 6

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .stopLossMarket: "stopLossMarket"
    case .stopLossLimit: "stopLossLimit"
    case .takeProfitMarket: "takeProfitMarket"
    case .takeProfitLimit: "takeProfitLimit"
    case .trailingStopMarket: "trailingStopMarket"
    }
  }
}

/// Which side of the book an order is on; the raw value is what is signed.
public enum OrderSide: UInt8, WireName {
  /// Buys: makes a position longer.
  case buy = 0
  /// Sells: makes a position shorter.
  case sell = 1

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .buy: "buy"
    case .sell: "sell"
    }
  }
}

/// How long an order stands; the raw value is what is signed.
public enum TimeInForce: UInt8, WireName {
  /// Good till cancelled.
  case gtc = 0
  /// Good till crossing, also called post only: refused if it would trade at once.
  case gtx = 1
  /// Immediate or cancel: what does not trade at once is cancelled.
  case ioc = 2
  /// Fill or kill: trades at once and whole, or not at all.
  case fok = 3

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .gtc: "gtc"
    case .gtx: "gtx"
    case .ioc: "ioc"
    case .fok: "fok"
    }
  }
}

/// What happens when an order would trade with another of the same wallet; the raw value is what is signed.
public enum SelfTradePrevention: UInt8, WireName {
  /// Decrement and cancel: both shrink by the smaller quantity.
  case dc = 0
  /// Cancel oldest.
  case co = 1
  /// Cancel newest.
  case cn = 2
  /// Cancel both.
  case cb = 3

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .dc: "dc"
    case .co: "co"
    case .cn: "cn"
    case .cb: "cb"
    }
  }
}

/// Which price triggers a stop or take-profit order; the raw value is what is signed.
public enum TriggerType: UInt8, WireName {
  /// The order has no trigger.
  case none = 0
  /// The last trade's price.
  case last = 1
  /// The index price.
  case index = 2

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .none: "none"
    case .last: "last"
    case .index: "index"
    }
  }
}
