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
    let day = market.minutes.sum(ofDayUntil: now.milliseconds / 60_000)
    func price(_ pips: Int64?) -> Pips? { pips.flatMap { $0 > 0 ? Pips(clamping: $0) : nil } }
    return MarketStatistics(
      configuration: market.configuration, indexPrice: price(terms[index].indexPrice),
      indexPrice24h: price(day.indexPrice > 0 ? day.indexPrice : terms[index].indexPrice),
      open: price(day.open), high: price(day.high), low: price(day.low), close: price(market.lastPrice),
      closeQuantity: price(market.lastQuantity), baseVolume: Amount(pips: day.baseVolume),
      quoteVolume: Amount(pips: day.quoteVolume), trades: day.trades, bid: price(market.bids.foremost?.price),
      ask: price(market.asks.foremost?.price), openInterest: Amount(pips: market.openInterest),
      tradeSequence: market.tradeSequence, totalQuoteVolume: Amount(pips: market.quoteVolume))
  }

  /// A market's trades that are remembered, oldest first.
  public func trades(in market: MarketSymbol, page: HistoryPage<FillNumber>) -> [Trade] {
    guard let index = marketIndices[market] else { return [] }
    let trades = markets[index].trades
    return page.pick(from: trades.count, key: { (trades[$0].time, trades[$0].number) }, item: { trades[$0] })
  }

  /// Candles of so many minutes, oldest first, from the minutes that are remembered; those without trades are left out.
  ///
  /// - Parameter page: start and end are compared with the candles' starts.
  public func candles(
    in market: MarketSymbol, minutes length: UInt64, page: HistoryPage<Never>
  ) -> [Candle] {
    guard let index = marketIndices[market], length > 0 else { return [] }
    let minutes = markets[index].minutes
    var candles: [(slot: UInt64, sum: MinuteStatistics)] = []
    for place in minutes.indices where minutes[place].trades > 0 {
      let slot = minutes[place].minute / length
      if let last = candles.last, last.slot == slot {
        candles[candles.count - 1].sum.add(minutes[place])
      } else {
        candles.append((slot, minutes[place]))
      }
    }
    let all = candles.compactMap { slot, sum in
      Timestamp(milliseconds: slot * length * 60_000).map { Candle(start: $0, sum: sum) }
    }
    return page.pick(from: all.count, key: { (all[$0].start, nil) }, item: { all[$0] })
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

extension Ring<MinuteStatistics> {
  /// What happened in the 24 hours that end with a minute. The index price is the first of them.
  fileprivate func sum(ofDayUntil minute: UInt64) -> MinuteStatistics {
    var first = count
    while first > 0, self[first - 1].minute + 1_440 > minute { first -= 1 }
    var sum = MinuteStatistics(minute: minute, indexPrice: 0)
    for place in first..<count { sum.add(self[place]) }
    return sum
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
