public import ExchangeAPI
public import PerpsProtocol

extension Exchange {
  /// The trades in a market from now on, each once and in their order.
  ///
  /// What was missed while there was no connection is read from the market's history; what that does not reach back to
  /// is a ``StreamGap/trades(_:after:before:)``.
  public func tradeUpdates(in market: MarketSymbol) -> LiveStream<PublicTrade> {
    let exchange = self
    return LiveStream { () throws(ExchangeError) in StreamMachine(exchange.caller, TradeLogic(exchange, market)) }
  }
}

/// Puts a market's trades in the order of their sequence numbers.
struct TradeLogic: StreamLogic {
  private let exchange: Exchange
  private let market: MarketSymbol
  /// The number of the last trade, and its id where it was seen.
  private var last: (sequence: UInt64, id: String?) = (0, nil)
  /// The trade before which some are missing, and how often they were looked for.
  private var search: (sequence: UInt64, count: Int) = (0, 0)

  /// How often the history is looked into for what is missing: it may be behind what was told.
  private static let searchesMaximum = 3

  var subscriptions: [Subscription] { [.markets(.trades, [market])] }

  init(_ exchange: Exchange, _ market: MarketSymbol) {
    self.exchange = exchange
    self.market = market
  }

  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError) {
    let newest = try await exchange.trades(in: market, page: ReadPage(limit: 1)).last
    if let newest { last = (newest.sequence, newest.fillID) }
  }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<PublicTrade>] {
    let (exchange, market) = (exchange, market)
    let missed = try await HistoryReader(itemsPerPage: exchange.caller.configuration.historyPageItems).items(
      after: last.id, id: \.fillID
    ) { page async throws(ExchangeError) in try await exchange.trades(in: market, page: page) }
    return missed.items.flatMap { follow($0) }
  }

  mutating func take(_ event: StreamedEvent) -> Intake<PublicTrade> {
    guard case .trade(let trade) = event, trade.market == market else { return .elements([]) }
    if trade.sequence > last.sequence + 1 {
      search = (trade.sequence, search.sequence == trade.sequence ? search.count + 1 : 1)
      if search.count <= Self.searchesMaximum { return .resynchronize }
    }
    return .elements(follow(PublicTrade(trade)))
  }

  /// The trade, if it is the next; and a gap before it, where some are missing.
  private mutating func follow(_ trade: PublicTrade) -> [LiveElement<PublicTrade>] {
    guard trade.sequence > last.sequence else { return [] }
    let before = last.sequence
    last = (trade.sequence, trade.fillID)
    if trade.sequence == before + 1 { return [.value(trade)] }
    return [.gap(.trades(market, after: before, before: trade.sequence)), .value(trade)]
  }
}

extension PublicTrade {
  fileprivate init(_ trade: StreamedTrade) {
    self.init(
      fillID: trade.fillID, price: trade.price, quantity: trade.quantity, quoteQuantity: trade.quoteQuantity,
      time: trade.time, makerSide: trade.makerSide, sequence: trade.sequence)
  }
}
