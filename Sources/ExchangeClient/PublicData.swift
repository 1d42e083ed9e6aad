public import ExchangeAPI
public import PerpsProtocol

// What everybody may read.
extension Exchange {
  /// All markets, or one.
  public func markets(_ market: MarketSymbol? = nil) async throws(ExchangeError) -> [MarketDetails] {
    try await caller.read(.markets, query(market), as: [MarketDetails].self)
  }

  /// The last 24 hours of all markets, or of one.
  public func tickers(_ market: MarketSymbol? = nil) async throws(ExchangeError) -> [Ticker] {
    try await caller.read(.tickers, query(market), as: [Ticker].self)
  }

  /// What rests in a market.
  ///
  /// - Parameter levels: how many levels of each side, from 1 to 500.
  public func orderBook(of market: MarketSymbol, levels: Int = 50) async throws(ExchangeError) -> OrderBook {
    var query = query(market)
    (query.level, query.limit) = (2, levels)
    return try await caller.read(.orderBook, query, as: OrderBook.self)
  }

  /// The last trades in a market, oldest first.
  public func trades(in market: MarketSymbol, page: ReadPage = ReadPage()) async throws(ExchangeError) -> [PublicTrade]
  {
    try await caller.read(.trades, page.applied(to: query(market)), as: [PublicTrade].self)
  }

  /// Candles of a market, oldest first.
  public func candles(
    of market: MarketSymbol, _ interval: CandleInterval, page: ReadPage = ReadPage()
  ) async throws(ExchangeError) -> [CandleDetails] {
    var query = page.applied(to: query(market))
    query.interval = interval
    return try await caller.read(.candles, query, as: [CandleDetails].self)
  }

  /// What withdrawals cost.
  public func gasFees() async throws(ExchangeError) -> GasFees {
    try await caller.read(.gasFees, ReadQuery(), as: GasFees.self)
  }

  private func query(_ market: MarketSymbol?) -> ReadQuery {
    var query = ReadQuery()
    query.market = market
    return query
  }
}
