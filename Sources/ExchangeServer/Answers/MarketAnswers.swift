internal import ExchangeAPI
internal import PerpsProtocol
internal import SandboxExchange

extension MarketDetails {
  /// A market as it stands. There is no funding here: the next is at the end of the day, and is nothing.
  init(_ statistics: MarketStatistics, now: Timestamp) {
    let market = statistics.configuration
    self.init(
      market: market.market, type: .perpetual, status: market.status, baseAsset: market.baseAsset,
      quoteAsset: MarketConfiguration.quoteAsset, stepSize: market.orders.stepSize, tickSize: market.orders.tickSize,
      indexPrice: statistics.indexPrice ?? .zero, indexPrice24h: statistics.indexPrice24h ?? .zero,
      indexPricePercentChange: statistics.indexPricePercentChange ?? .zero, lastFundingRate: nil,
      currentFundingRate: nil, nextFundingTime: now.endOfDay, makerOrderMinimum: market.orders.makerOrderMinimum,
      takerOrderMinimum: market.orders.takerOrderMinimum,
      marketOrderExecutionPriceLimit: market.orders.marketOrderPriceLimit,
      limitOrderExecutionPriceLimit: market.orders.limitOrderPriceLimit,
      minimumPositionSize: market.minimumPositionSize, maximumPositionSize: market.maximumPositionSize,
      initialMarginFraction: market.margin.initialFraction,
      maintenanceMarginFraction: market.margin.maintenanceFraction, basePositionSize: market.margin.basePositionSize,
      incrementalPositionSize: market.margin.incrementalPositionSize,
      incrementalInitialMarginFraction: market.margin.incrementalInitialFraction,
      makerFeeRate: Amount(market.makerFeeRate), takerFeeRate: Amount(market.takerFeeRate),
      volume24h: statistics.quoteVolume, trades24h: statistics.trades, openInterest: statistics.openInterest)
  }
}

extension Ticker {
  /// A market's last 24 hours. The mark price is the index price.
  init(_ statistics: MarketStatistics, now: Timestamp) {
    self.init(
      market: statistics.configuration.market, time: now, open: statistics.open, high: statistics.high,
      low: statistics.low, close: statistics.close, closeQuantity: statistics.closeQuantity,
      baseVolume: statistics.baseVolume, quoteVolume: statistics.quoteVolume,
      percentChange: statistics.percentChange, trades: statistics.trades, ask: statistics.ask, bid: statistics.bid,
      markPrice: statistics.indexPrice, indexPrice: statistics.indexPrice, indexPrice24h: statistics.indexPrice24h,
      indexPricePercentChange: statistics.indexPricePercentChange, lastFundingRate: nil, currentFundingRate: nil,
      nextFundingTime: now.endOfDay, openInterest: statistics.openInterest,
      sequence: statistics.tradeSequence == 0 ? nil : statistics.tradeSequence)
  }
}

extension OrderBook {
  /// A market's book.
  init(_ book: BookSnapshot, lastPrice: Pips?, indexPrice: Pips?) {
    self.init(
      sequence: book.bookSequence, lastPrice: lastPrice, markPrice: indexPrice, indexPrice: indexPrice,
      bids: book.bids.map(OrderBookLevel.init), asks: book.asks.map(OrderBookLevel.init))
  }
}

extension OrderBookLevel {
  init(_ level: BookLevel) { self.init(price: level.price, size: level.size, orders: level.orders) }
}

extension PublicTrade {
  /// A trade as everybody may see it.
  init(_ trade: Trade) {
    self.init(
      fillID: trade.number.description, price: trade.price, quantity: trade.quantity,
      quoteQuantity: trade.quoteQuantity, time: trade.time, makerSide: trade.makerSide, sequence: trade.tradeSequence)
  }
}

extension CandleDetails {
  /// What happened in some minutes.
  init(_ candle: Candle) {
    self.init(
      start: candle.start, open: candle.open, high: candle.high, low: candle.low, close: candle.close,
      baseVolume: candle.baseVolume, quoteVolume: candle.quoteVolume, trades: candle.trades, sequence: nil)
  }
}

extension Timestamp {
  /// The first millisecond of the next UTC day.
  var endOfDay: Timestamp {
    adding(milliseconds: Self.millisecondsPerDay - milliseconds % Self.millisecondsPerDay)
  }
}
