internal import TypedData

/// What a session key may do.
public enum Permission: WireName {
  /// Place and cancel orders, and set leverage.
  case trade
  /// Place orders that can only make a position smaller, and cancel.
  case reduceOnly
  /// Cancel only.
  case cancelOnly

  /// The name in typed data and JSON.
  public var wireName: StaticString {
    switch self {
    case .trade: "trade"
    case .reduceOnly: "reduceOnly"
    case .cancelOnly: "cancelOnly"
    }
  }
}

/// What a revocation does with the orders that the key has resting.
public enum OpenOrders: WireName {
  /// They are cancelled.
  case cancel
  /// They stay.
  case keep

  /// The name in typed data and JSON.
  public var wireName: StaticString {
    switch self {
    case .cancel: "cancel"
    case .keep: "keep"
    }
  }

  var typedDataText: TypedDataText { TypedDataText(wireName.description) }
}

/// The bounds that a wallet sets a session key.
public struct SessionKeyScope: Hashable, Sendable {
  /// What the key may do.
  public let permission: Permission
  /// The markets that it may do it in; empty for all.
  public let markets: [MarketSymbol]
  /// The most that one order may be worth in the quote asset; `nil` for no limit.
  public let maximumOrderValue: Pips?
  /// The most that the orders of one UTC day may be worth in the quote asset, filled or not; `nil` for no limit.
  public let maximumDailyValue: Pips?
  /// How far from the index price it may trade to the wallet's disadvantage, as a fraction of the index price;
  /// `nil` for no limit.
  public let maximumPriceDeviation: Pips?

  /// The most markets that one key may be limited to.
  public static let marketsMaximum = 64

  /// Everything that a `DelegatedKeyAuthorization` of the exchange allows: trade in all markets without limits.
  public static let unlimited = SessionKeyScope(
    unchecked: .trade, markets: [], maximumOrderValue: nil, maximumDailyValue: nil, maximumPriceDeviation: nil)

  /// Sets the bounds.
  ///
  /// - Throws: when more than ``marketsMaximum`` markets are named, or one twice.
  public init(
    permission: Permission, markets: [MarketSymbol] = [], maximumOrderValue: Pips? = nil,
    maximumDailyValue: Pips? = nil, maximumPriceDeviation: Pips? = nil
  ) throws(SessionKeyScopeError) {
    guard markets.count <= Self.marketsMaximum else { throw .tooManyMarkets }
    for (index, market) in markets.enumerated() where markets[..<index].contains(market) { throw .repeatedMarket }
    self.init(
      unchecked: permission, markets: markets, maximumOrderValue: maximumOrderValue,
      maximumDailyValue: maximumDailyValue, maximumPriceDeviation: maximumPriceDeviation)
  }

  private init(
    unchecked permission: Permission, markets: [MarketSymbol], maximumOrderValue: Pips?, maximumDailyValue: Pips?,
    maximumPriceDeviation: Pips?
  ) {
    self.permission = permission
    self.markets = markets
    self.maximumOrderValue = maximumOrderValue
    self.maximumDailyValue = maximumDailyValue
    self.maximumPriceDeviation = maximumPriceDeviation
  }

  /// Whether the key may act in a market.
  public func includes(_ market: MarketSymbol) -> Bool { markets.isEmpty || markets.contains(market) }
}

/// Why bounds cannot be set.
public enum SessionKeyScopeError: Error, Hashable, Sendable {
  /// More markets than ``SessionKeyScope/marketsMaximum``.
  case tooManyMarkets
  /// A market is named twice.
  case repeatedMarket
}

extension SessionKeyScopeError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .tooManyMarkets: "a session key is limited to at most 64 markets: name fewer, or none for all of them"
    case .repeatedMarket: "a market is named twice"
    }
  }
}
