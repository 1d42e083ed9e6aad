internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol

/// What one event is delivered by: a subscription of several markets is as many topics.
enum Topic: Hashable, Sendable {
  case market(MarketSubscription, MarketSymbol)
  case candles(CandleInterval, MarketSymbol)
  case wallet(WalletSubscription, Address)

  var name: SubscriptionName {
    switch self {
    case .market(let subscription, _): subscription.name
    case .candles: .candles
    case .wallet(let subscription, _): subscription.name
    }
  }

  var market: MarketSymbol? {
    switch self {
    case .market(_, let market), .candles(_, let market): market
    case .wallet: nil
    }
  }

  var interval: CandleInterval? {
    if case .candles(let interval, _) = self { interval } else { nil }
  }

  /// Whether somebody who names this ends the subscription; what is not named does not matter.
  func isCovered(by named: NamedSubscription, markets: [MarketSymbol]?) -> Bool {
    guard named.name == name else { return false }
    if let wanted = named.interval, wanted != interval { return false }
    guard let wanted = named.markets ?? markets, let market else { return true }
    return wanted.contains(market)
  }
}

extension Subscription {
  /// Its topics. A wallet's are of the wallet that a token is for.
  func topics(of wallet: Address?) -> [Topic] {
    switch self {
    case .markets(let subscription, let markets): markets.map { .market(subscription, $0) }
    case .candles(let interval, let markets): markets.map { .candles(interval, $0) }
    case .wallet(let subscription): wallet.map { [.wallet(subscription, $0)] } ?? []
    }
  }

  /// The subscriptions that topics are of, in the order of their names: one for each name and interval.
  static func list(_ topics: some Collection<Topic>) -> [Subscription] {
    func markets(_ isWanted: (Topic) -> Bool) -> [MarketSymbol] {
      topics.filter(isWanted).compactMap(\.market).sorted { $0.text < $1.text }
    }
    var list: [Subscription] = []
    for subscription in MarketSubscription.allCases {
      let markets = markets { $0.name == subscription.name }
      if !markets.isEmpty { list.append(.markets(subscription, markets)) }
    }
    for interval in CandleInterval.allCases {
      let markets = markets { $0.interval == interval }
      if !markets.isEmpty { list.append(.candles(interval, markets)) }
    }
    for subscription in WalletSubscription.allCases where topics.contains(where: { $0.name == subscription.name }) {
      list.append(.wallet(subscription))
    }
    return list
  }
}
