internal import ExchangeAPI
internal import HTTPTypes
internal import PerpsProtocol
internal import SandboxExchange

/// The calls that anybody may read.
struct PublicRoutes: Sendable {
  let details: ExchangeIdentity
  let replica: ExchangeReplica
  let clock: @Sendable () -> Timestamp

  /// How many levels of a book are answered where nobody asks for another number.
  private static let levelsDefault = 50
  /// The most levels of each side that are answered.
  private static let levelsMaximum = 500

  func add(to routes: inout RouteTable) {
    add(.ping, to: &routes) { _ in try Reply([String: String]()) }
    add(.time, to: &routes) { _ in try Reply(ServerTime(serverTime: clock())) }
    add(.gasFees, to: &routes) { _ in try Reply(GasFees(withdrawal: ["katana.katana": .zero])) }
    add(.exchange, to: &routes) { _ in try exchange() }
    add(.markets, to: &routes) { query in
      let now = clock()
      return try Reply(try statistics(query, now).map { MarketDetails($0, now: now) })
    }
    add(.tickers, to: &routes) { query in
      let now = clock()
      return try Reply(try statistics(query, now).map { Ticker($0, now: now) })
    }
    add(.orderBook, to: &routes) { query in try orderBook(query) }
    add(.trades, to: &routes) { query in try trades(query) }
    add(.candles, to: &routes) { query in try candles(query) }
  }

  private func add(
    _ endpoint: ReadEndpoint, to routes: inout RouteTable, _ handler: @escaping @Sendable (ReadQuery) throws -> Reply
  ) {
    routes.add(.get, endpoint.path) { call in try handler(try ReadQuery(call.query, of: endpoint)) }
  }

  private func exchange() throws -> Reply {
    let now = clock()
    let (statistics, minimum) = replica.read { ($0.statistics(at: now), $0.configuration.withdrawalMinimum) }
    return try Reply(details.details(statistics, withdrawalMinimum: minimum, now: now))
  }

  private func statistics(_ query: ReadQuery, _ now: Timestamp) throws -> [MarketStatistics] {
    guard let market = query.market else { return replica.read { $0.statistics(at: now) } }
    guard let statistics = replica.read({ $0.statistics(of: market, at: now) }) else {
      throw BusinessRefusal.marketNotFound(market)
    }
    return [statistics]
  }

  private func orderBook(_ query: ReadQuery) throws -> Reply {
    let market = try query.required(query.market, .market)
    let limit = query.level == 2 ? Self.levels(query.limit) : 1
    let book = replica.read { exchange in
      exchange.book(of: market, limit: limit).map { book in
        OrderBook(book, lastPrice: exchange.lastPrice(in: market), indexPrice: exchange.indexPrice(of: market))
      }
    }
    guard let book else { throw BusinessRefusal.marketNotFound(market) }
    return try Reply(book)
  }

  /// How many levels are answered to whoever asks for so many: 0 asks for all that there may be.
  private static func levels(_ limit: Int?) -> Int {
    limit == 0 ? levelsMaximum : min(limit ?? levelsDefault, levelsMaximum)
  }

  private func trades(_ query: ReadQuery) throws -> Reply {
    let market = try known(try query.required(query.market, .market))
    let page: HistoryPage<FillNumber> = try query.page { FillNumber($0) }
    return try Reply(replica.read { $0.trades(in: market, page: page) }.map(PublicTrade.init))
  }

  private func candles(_ query: ReadQuery) throws -> Reply {
    let market = try known(try query.required(query.market, .market))
    let interval = try query.required(query.interval, .interval)
    let page: HistoryPage<Never> = try query.page { _ in nil }
    return try Reply(
      replica.read { $0.candles(in: market, minutes: interval.minutes, page: page) }.map(CandleDetails.init))
  }

  private func known(_ market: MarketSymbol) throws -> MarketSymbol {
    guard replica.read({ $0.hasMarket(market) }) else { throw BusinessRefusal.marketNotFound(market) }
    return market
  }
}
