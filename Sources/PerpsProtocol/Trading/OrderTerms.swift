/// What an order is willing to do, in the combinations that mean something.
public enum OrderTerms: Hashable, Sendable {
  /// Trade at once at the best prices.
  case market
  /// Trade at a price or better.
  case limit(price: Pips)
  /// Become a market order when the price moves against the position.
  case stopLossMarket(Trigger)
  /// Become a limit order when the price moves against the position.
  case stopLossLimit(Trigger, price: Pips)
  /// Become a market order when the price moves with the position.
  case takeProfitMarket(Trigger)
  /// Become a limit order when the price moves with the position.
  case takeProfitLimit(Trigger, price: Pips)

  /// The price at which a conditional order becomes active.
  public enum Trigger: Hashable, Sendable {
    /// When the last trade's price reaches it.
    case last(Pips)
    /// When the index price reaches it.
    case index(Pips)
  }

  var type: OrderType {
    switch self {
    case .market: .market
    case .limit: .limit
    case .stopLossMarket: .stopLossMarket
    case .stopLossLimit: .stopLossLimit
    case .takeProfitMarket: .takeProfitMarket
    case .takeProfitLimit: .takeProfitLimit
    }
  }

  var limitPrice: Pips {
    switch self {
    case .limit(let price), .stopLossLimit(_, let price), .takeProfitLimit(_, let price): price
    case .market, .stopLossMarket, .takeProfitMarket: .zero
    }
  }

  var trigger: (type: TriggerType, price: Pips) {
    switch self {
    case .stopLossMarket(let trigger), .stopLossLimit(let trigger, _), .takeProfitMarket(let trigger),
      .takeProfitLimit(let trigger, _):
      switch trigger {
      case .last(let price): (.last, price)
      case .index(let price): (.index, price)
      }
    case .market, .limit: (.none, .zero)
    }
  }
}

extension OrderType {
  /// Whether the order names a limit price.
  public var hasLimitPrice: Bool {
    switch self {
    case .limit, .stopLossLimit, .takeProfitLimit: true
    case .market, .stopLossMarket, .takeProfitMarket, .trailingStopMarket: false
    }
  }

  /// Whether the order waits for a trigger price.
  public var hasTrigger: Bool {
    switch self {
    case .stopLossMarket, .stopLossLimit, .takeProfitMarket, .takeProfitLimit: true
    case .market, .limit, .trailingStopMarket: false
    }
  }
}

/// Why an order's terms contradict one another. All of these can be signed; none can be admitted.
public enum OrderTermsError: Error, Hashable, Sendable, CaseIterable {
  /// The quantity is zero.
  case zeroQuantity
  /// A limit order without a price, or with a price of zero.
  case missingPrice
  /// A market order with a price.
  case unexpectedPrice
  /// A stop or take-profit order without a trigger price and trigger type.
  case missingTrigger
  /// Another order with a trigger price or trigger type.
  case unexpectedTrigger
  /// A trailing stop without a callback rate.
  case missingCallbackRate
  /// Another order with a callback rate.
  case unexpectedCallbackRate
  /// Fill-or-kill without cancel-newest. Source: the exchange's contracts.
  case fillOrKillNeedsCancelNewest
}

extension OrderTermsError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .zeroQuantity: "the quantity must be over zero"
    case .missingPrice: "an order of this type needs a price over zero"
    case .unexpectedPrice: "a market order has no price: leave it out"
    case .missingTrigger: "an order of this type needs a triggerPrice over zero and a triggerType of last or index"
    case .unexpectedTrigger: "an order of this type has no trigger: leave out triggerPrice and triggerType"
    case .missingCallbackRate: "a trailing stop needs a callbackRate over zero"
    case .unexpectedCallbackRate: "only a trailing stop has a callbackRate: leave it out"
    case .fillOrKillNeedsCancelNewest: "timeInForce fok needs selfTradePrevention cn"
    }
  }
}
