internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// A market and a wallet's part in it, at one moment.
struct MarketView: Encodable, Sendable {
  let market: MarketSymbol
  let ticker: Ticker
  let orderBook: OrderBook
  let trades: [PublicTrade]
  let orders: [OrderDetails]?
  let positions: [PositionDetails]?
  /// Why the view is an old one.
  var problem: String?

  private enum CodingKeys: CodingKey {
    case market, ticker, orderBook, trades, orders, positions
  }
}

/// Where views come from.
struct MarketSource: Sendable {
  let exchange: Exchange
  let market: MarketSymbol
  /// Whose orders are shown; nobody's where it is `nil`.
  let account: Account?
  let lines: Int

  /// The most orders that are shown.
  private static let ordersMaximum = 100

  /// Asks for everything at the same time.
  func read() async throws(ExchangeError) -> MarketView {
    do {
      async let tickers = exchange.tickers(market)
      async let book = exchange.orderBook(of: market, levels: lines)
      async let trades = exchange.trades(in: market, page: ReadPage(limit: lines))
      async let orders = account?.orders(in: market, page: ReadPage(limit: Self.ordersMaximum))
      async let positions = account?.positions(in: market)
      guard let ticker = try await tickers.first else {
        throw ExchangeError.unreadableAnswer(status: 200, reason: "the market is not among those that were answered")
      }
      return MarketView(
        market: market, ticker: ticker, orderBook: try await book, trades: try await trades,
        orders: try await orders, positions: try await positions)
    } catch { throw error as? ExchangeError ?? .notAnswered(reason: "\(error)") }
  }
}
