public import ExchangeAPI
public import PerpsProtocol

extension Exchange {
  /// What rests in a market, first as it is and then after each change.
  ///
  /// The book is kept here: changes are put in the order of their sequence numbers, and where one is missing the book
  /// is read again.
  ///
  /// - Parameter levels: how many levels of each side at most, the best first, from 1 to 500.
  public func orderBookUpdates(of market: MarketSymbol, levels: Int = 50) -> LiveStream<OrderBook> {
    let exchange = self
    return LiveStream { () throws(ExchangeError) in
      StreamMachine(exchange.caller, OrderBookLogic(exchange, market, levels: levels))
    }
  }
}

/// Keeps a book.
struct OrderBookLogic: StreamLogic {
  private let exchange: Exchange
  private let market: MarketSymbol
  private let levels: Int
  /// How many levels are read, so that some may go before it has to be read again.
  private let depth: Int
  private var book: LocalOrderBook?
  /// Whether a change is missing on this connection: a copy that is older than what is known does not help then.
  private var isSearching = false

  var subscriptions: [Subscription] { [.markets(.orderBook, [market])] }

  init(_ exchange: Exchange, _ market: MarketSymbol, levels: Int) {
    self.exchange = exchange
    self.market = market
    self.levels = min(max(levels, 1), ReadQuery.levelsMaximum)
    depth = min(self.levels * 2, ReadQuery.levelsMaximum)
  }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<OrderBook>] {
    let read = LocalOrderBook(try await exchange.orderBook(of: market, levels: depth), depth: depth)
    defer { isSearching = false }
    if isSearching, let book, read.sequence < book.sequence { return [] }
    let isNews = book?.sequence != read.sequence
    book = read
    return isNews ? [.value(read.best(levels))] : []
  }

  mutating func take(_ event: StreamedEvent) -> Intake<OrderBook> {
    guard case .book(let change) = event, change.market == market else { return .elements([]) }
    guard var next = book else { return .resynchronize }
    guard change.sequence > next.sequence else { return .elements([]) }
    guard change.sequence == next.sequence + 1 else {
      isSearching = true
      return .resynchronize
    }
    next.apply(change)
    // With the greatest depth fewer levels than were asked for must do.
    guard next.knows(levels: min(levels, depth / 2)) else {
      book = nil
      return .resynchronize
    }
    book = next
    return .elements([.value(next.best(levels))])
  }
}
