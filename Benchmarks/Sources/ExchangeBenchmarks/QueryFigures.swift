import EthereumPrimitives
import Figures
import PerpsProtocol
import SandboxExchange

/// How long the exchange is held by those who ask. Each is the median of many.
struct QueryFigures {
  private var figures: [(name: String, microseconds: Double)] = []

  init(of exchange: SandboxExchange, wallet: Address) throws {
    let market = exchange.configuration.markets[0].market
    guard let order = exchange.closedOrders(of: wallet, page: HistoryPage(limit: 1_000)).first else {
      throw BenchmarkError("the wallet that is asked about has no closed orders")
    }
    let reference = try OrderReference(order.number.description)
    measure("query-statistics") { exchange.statistics(at: exchange.time) }
    measure("query-book") { exchange.book(of: market, limit: 500) }
    measure("query-candles") { exchange.candles(in: market, minutes: 1, page: HistoryPage()) }
    measure("query-trades") { exchange.trades(in: market, page: HistoryPage()) }
    measure("query-closed-orders") { exchange.closedOrders(of: wallet, page: HistoryPage()) }
    measure("query-closed-orders-1000") { exchange.closedOrders(of: wallet, page: HistoryPage(limit: 1_000)) }
    measure("query-open-orders") { exchange.openOrders(of: wallet, page: HistoryPage()) }
    measure("query-fills") { exchange.fills(of: wallet, page: HistoryPage()) }
    measure("query-order") { exchange.order(reference, of: wallet) }
    measure("query-wallet") { exchange.values(of: wallet) }
  }

  func report() { for (name, microseconds) in figures { Output.figure(name, microseconds, "µs") } }

  private mutating func measure(_ name: String, _ body: () -> some Any) {
    let durations = (0..<201).map { _ in
      let begin = nanoseconds()
      keep(body())
      return nanoseconds() - begin
    }
    figures.append((name, Double(durations.sorted()[100]) / 1e3))
  }
}
