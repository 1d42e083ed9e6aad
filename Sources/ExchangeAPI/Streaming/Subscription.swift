public import PerpsProtocol

/// One subscription: of markets, of candles of markets, or of the wallet that a token is for.
public enum Subscription: Hashable, Sendable {
  /// Something of markets that is not private and not candles.
  case markets(MarketSubscription, [MarketSymbol])
  /// Candles of an interval.
  case candles(CandleInterval, [MarketSymbol])
  /// Something of a wallet.
  case wallet(WalletSubscription)

  /// The name on the wire.
  public var name: SubscriptionName {
    switch self {
    case .markets(let subscription, _): subscription.name
    case .candles: .candles
    case .wallet(let subscription): subscription.name
    }
  }

  /// Its markets; none for a wallet's.
  public var markets: [MarketSymbol] {
    switch self {
    case .markets(_, let markets), .candles(_, let markets): markets
    case .wallet: []
    }
  }
}

/// What can be subscribed to of a market, besides candles.
public enum MarketSubscription: Hashable, Sendable, CaseIterable {
  /// See ``SubscriptionName/tickers``.
  case tickers
  /// See ``SubscriptionName/trades``.
  case trades
  /// See ``SubscriptionName/liquidations``.
  case liquidations
  /// See ``SubscriptionName/l1OrderBook``.
  case bestPrices
  /// See ``SubscriptionName/l2OrderBook``.
  case orderBook

  /// The name on the wire.
  public var name: SubscriptionName {
    switch self {
    case .tickers: .tickers
    case .trades: .trades
    case .liquidations: .liquidations
    case .bestPrices: .l1OrderBook
    case .orderBook: .l2OrderBook
    }
  }
}

/// What can be subscribed to of a wallet.
public enum WalletSubscription: Hashable, Sendable, CaseIterable {
  /// See ``SubscriptionName/orders``.
  case orders
  /// See ``SubscriptionName/deposits``.
  case deposits
  /// See ``SubscriptionName/withdrawals``.
  case withdrawals
  /// See ``SubscriptionName/positions``.
  case positions
  /// See ``SubscriptionName/fundingPayments``.
  case fundingPayments

  /// The name on the wire.
  public var name: SubscriptionName {
    switch self {
    case .orders: .orders
    case .deposits: .deposits
    case .withdrawals: .withdrawals
    case .positions: .positions
    case .fundingPayments: .fundingPayments
    }
  }
}

extension Subscription: Encodable {
  /// Writes `{"name", "markets"?, "interval"?}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: WireKey.self)
    try object.encode(name, forKey: "name")
    if !markets.isEmpty { try object.encode(markets, forKey: "markets") }
    if case .candles(let interval, _) = self { try object.encode(interval, forKey: "interval") }
  }
}

/// A subscription as it is written in a message: by its name alone, or with markets and interval of its own.
///
/// It is complete only together with the markets of the message that it stands in.
public struct NamedSubscription: Hashable, Sendable {
  /// What is named.
  public let name: SubscriptionName
  /// Its own markets; `nil` for those of the message.
  public let markets: [MarketSymbol]?
  /// The interval of candles.
  public let interval: CandleInterval?

  /// The most markets that one subscription, or one message, may name.
  public static let marketsMaximum = 512

  /// Names a subscription.
  public init(_ name: SubscriptionName, markets: [MarketSymbol]? = nil, interval: CandleInterval? = nil) {
    self.name = name
    self.markets = markets
    self.interval = interval
  }

  /// The subscription of a message that names these markets.
  ///
  /// - Throws: ``SocketRequestError`` where markets or interval are missing, or are there and mean nothing.
  public func completed(with shared: [MarketSymbol]?) throws(SocketRequestError) -> Subscription {
    if interval != nil && name != .candles { throw .intervalNotTaken(name) }
    if let wallet = WalletSubscription.allCases.first(where: { $0.name == name }) {
      guard markets == nil else { throw .marketsNotTaken(name) }
      return .wallet(wallet)
    }
    guard let markets = markets ?? shared, !markets.isEmpty else { throw .marketsMissing(name) }
    guard let market = MarketSubscription.allCases.first(where: { $0.name == name }) else {
      guard let interval else { throw .intervalMissing }
      return .candles(interval, markets)
    }
    return .markets(market, markets)
  }
}

extension NamedSubscription: Codable {
  /// Reads a name, or an object with a name.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(SubscriptionName.self) {
      self.init(name)
      return
    }
    let object = try StrictObject(decoder, allowing: ["name", "markets", "interval"])
    self.init(
      try object.value("name"), markets: try object.optionalMarkets("markets"),
      interval: try object.optionalValue("interval"))
  }

  /// Writes an object.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: WireKey.self)
    try object.encode(name, forKey: "name")
    try object.encodeIfPresent(markets, forKey: "markets")
    try object.encodeIfPresent(interval, forKey: "interval")
  }
}

extension StrictObject {
  /// Reads an array of markets that may be left out.
  func optionalMarkets(_ name: String) throws(StrictJSONError) -> [MarketSymbol]? {
    guard let markets = try optionalValue(name, as: [MarketSymbol].self) else { return nil }
    guard markets.count <= NamedSubscription.marketsMaximum else {
      throw .tooManyElements(path: path(to: name), maximum: NamedSubscription.marketsMaximum)
    }
    return markets
  }
}
