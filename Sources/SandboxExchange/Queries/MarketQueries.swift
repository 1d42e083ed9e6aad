public import PerpsProtocol

extension SandboxExchange {
  /// How all markets stand, in the configuration's order.
  ///
  /// - Parameter now: where the 24 hours end; the server's clock.
  public func statistics(at now: Timestamp) -> [MarketStatistics] { markets.indices.map { statistics($0, at: now) } }

  /// How a market stands, or `nil` for one that there is not.
  public func statistics(of market: MarketSymbol, at now: Timestamp) -> MarketStatistics? {
    marketIndices[market].map { statistics($0, at: now) }
  }

  private func statistics(_ index: Int, at now: Timestamp) -> MarketStatistics {
    let market = markets[index]
    let minute = now.milliseconds / 60_000
    let day = market.minutes.elements.filter { $0.minute + 1_440 > minute }
    let traded = day.filter { $0.trades > 0 }
    func price(_ pips: Int64?) -> Pips? { pips.flatMap { $0 > 0 ? Pips(clamping: $0) : nil } }
    return MarketStatistics(
      configuration: market.configuration, indexPrice: price(terms[index].indexPrice),
      indexPrice24h: price(day.first { $0.indexPrice > 0 }?.indexPrice ?? terms[index].indexPrice),
      open: price(traded.first?.open), high: price(traded.map(\.high).max()), low: price(traded.map(\.low).min()),
      close: price(market.lastPrice), closeQuantity: price(market.lastQuantity),
      baseVolume: Amount(pips: day.map(\.baseVolume).reduce(0, +)),
      quoteVolume: Amount(pips: day.map(\.quoteVolume).reduce(0, +)), trades: day.map(\.trades).reduce(0, +),
      bid: price(market.bids.foremost?.price), ask: price(market.asks.foremost?.price),
      openInterest: Amount(pips: market.openInterest), tradeSequence: market.tradeSequence,
      totalQuoteVolume: Amount(pips: market.quoteVolume))
  }

  /// A market's trades that are remembered, oldest first.
  public func trades(in market: MarketSymbol) -> [Trade] {
    marketIndices[market].map { markets[$0].trades.elements } ?? []
  }

  /// Candles of so many minutes, oldest first, from the minutes that are remembered; those without trades are left out.
  public func candles(in market: MarketSymbol, minutes length: UInt64) -> [Candle] {
    guard let index = marketIndices[market], length > 0 else { return [] }
    var candles: [(slot: UInt64, sum: MinuteStatistics)] = []
    for minute in markets[index].minutes.elements where minute.trades > 0 {
      let slot = minute.minute / length
      if let last = candles.last, last.slot == slot {
        candles[candles.count - 1].sum.add(minute)
      } else {
        candles.append((slot, minute))
      }
    }
    return candles.compactMap { slot, sum in
      Timestamp(milliseconds: slot * length * 60_000).map { Candle(start: $0, sum: sum) }
    }
  }

  /// A market's book, or `nil` for one that there is not.
  ///
  /// - Parameter limit: how many levels of each side, the best first.
  public func book(of market: MarketSymbol, limit: Int) -> BookSnapshot? {
    marketIndices[market].map { index in
      BookSnapshot(
        market: market, bookSequence: markets[index].bookSequence,
        bids: markets[index].bids.levels.suffix(max(limit, 0)).reversed().map(BookLevel.init),
        asks: markets[index].asks.levels.suffix(max(limit, 0)).reversed().map(BookLevel.init))
    }
  }
}

extension MinuteStatistics {
  mutating func add(_ later: MinuteStatistics) {
    high = max(high, later.high)
    low = min(low, later.low)
    close = later.close
    baseVolume += later.baseVolume
    quoteVolume += later.quoteVolume
    trades += later.trades
  }
}

extension Candle {
  init(start: Timestamp, sum: MinuteStatistics) {
    self.init(
      start: start, open: Pips(clamping: sum.open), high: Pips(clamping: sum.high), low: Pips(clamping: sum.low),
      close: Pips(clamping: sum.close), baseVolume: Amount(pips: sum.baseVolume),
      quoteVolume: Amount(pips: sum.quoteVolume), trades: sum.trades)
  }
}
