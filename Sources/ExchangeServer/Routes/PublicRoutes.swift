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

  func add(to routes: inout RouteTable) {
    routes.add(.get, "/v1/ping") { call in
      _ = try ReadQuery(call.query, of: .ping)
      return try Reply([String: String]())
    }
    routes.add(.get, "/v1/time") { call in
      _ = try ReadQuery(call.query, of: .time)
      return try Reply(ServerTime(serverTime: clock()))
    }
    routes.add(.get, "/v1/gasFees") { call in
      _ = try ReadQuery(call.query, of: .gasFees)
      return try Reply(GasFees(withdrawal: ["katana.katana": .zero]))
    }
    routes.add(.get, "/v1/exchange") { call in try exchange(call) }
    routes.add(.get, "/v1/markets") { call in try markets(call) }
    routes.add(.get, "/v1/tickers") { call in try tickers(call) }
    routes.add(.get, "/v1/orderbook") { call in try orderBook(call) }
    routes.add(.get, "/v1/trades") { call in try trades(call) }
    routes.add(.get, "/v1/candles") { call in try candles(call) }
  }

  private func exchange(_ call: Call) throws -> Reply {
    _ = try ReadQuery(call.query, of: .exchange)
    let now = clock()
    let (statistics, minimum) = replica.read { ($0.statistics(at: now), $0.configuration.withdrawalMinimum) }
    return try Reply(details.details(statistics, withdrawalMinimum: minimum, now: now))
  }

  private func markets(_ call: Call) throws -> Reply {
    let now = clock()
    return try Reply(try statistics(ReadQuery(call.query, of: .markets), now).map { MarketDetails($0, now: now) })
  }

  private func tickers(_ call: Call) throws -> Reply {
    let now = clock()
    return try Reply(try statistics(ReadQuery(call.query, of: .tickers), now).map { Ticker($0, now: now) })
  }

  private func statistics(_ query: ReadQuery, _ now: Timestamp) throws -> [MarketStatistics] {
    guard let market = query.market else { return replica.read { $0.statistics(at: now) } }
    guard let statistics = replica.read({ $0.statistics(of: market, at: now) }) else {
      throw BusinessRefusal.marketNotFound(market)
    }
    return [statistics]
  }

  private func orderBook(_ call: Call) throws -> Reply {
    let query = try ReadQuery(call.query, of: .orderBook)
    let market = try query.required(query.market, .market)
    let limit = query.level == 1 ? 1 : query.limit ?? Self.levelsDefault
    let book = replica.read { exchange in
      exchange.book(of: market, limit: limit).map { book in
        OrderBook(book, lastPrice: exchange.lastPrice(in: market), indexPrice: exchange.indexPrice(of: market))
      }
    }
    guard let book else { throw BusinessRefusal.marketNotFound(market) }
    return try Reply(book)
  }

  private func trades(_ call: Call) throws -> Reply {
    let query = try ReadQuery(call.query, of: .trades)
    let market = try known(try query.required(query.market, .market))
    let page: HistoryPage<FillNumber> = try query.page { FillNumber($0) }
    return try Reply(replica.read { $0.trades(in: market, page: page) }.map(PublicTrade.init))
  }

  private func candles(_ call: Call) throws -> Reply {
    let query = try ReadQuery(call.query, of: .candles)
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
