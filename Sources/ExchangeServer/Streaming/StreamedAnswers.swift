internal import EthereumPrimitives
internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange

extension StreamedTicker {
  /// A market's last 24 hours.
  init(_ ticker: Ticker) {
    self.init(
      market: ticker.market, time: ticker.time, open: ticker.open, high: ticker.high, low: ticker.low,
      close: ticker.close, closeQuantity: ticker.closeQuantity, baseVolume: ticker.baseVolume,
      quoteVolume: ticker.quoteVolume, percentChange: ticker.percentChange, trades: ticker.trades, ask: ticker.ask,
      bid: ticker.bid, markPrice: ticker.markPrice, indexPrice: ticker.indexPrice, indexPrice24h: ticker.indexPrice24h,
      indexPricePercentChange: ticker.indexPricePercentChange, lastFundingRate: ticker.lastFundingRate,
      currentFundingRate: ticker.currentFundingRate, nextFundingTime: ticker.nextFundingTime,
      openInterest: ticker.openInterest, sequence: ticker.sequence)
  }
}

extension StreamedCandle {
  /// A candle of a market.
  init(_ candle: Candle, of market: MarketSymbol, _ interval: CandleInterval, sequence: UInt64, now: Timestamp) {
    self.init(
      market: market, time: now, interval: interval, start: candle.start,
      end: candle.start.adding(milliseconds: interval.minutes * 60_000 - 1), open: candle.open, high: candle.high,
      low: candle.low, close: candle.close, baseVolume: candle.baseVolume, quoteVolume: candle.quoteVolume,
      trades: candle.trades, sequence: sequence)
  }
}

extension StreamedTrade {
  init(_ trade: Trade) {
    self.init(
      market: trade.market, fillID: trade.number.description, price: trade.price, quantity: trade.quantity,
      quoteQuantity: trade.quoteQuantity, time: trade.time, makerSide: trade.makerSide, sequence: trade.tradeSequence)
  }
}

extension StreamedLiquidation {
  init(_ fill: Fill) {
    self.init(
      market: fill.market, fillID: fill.number.description, price: fill.price, quantity: fill.quantity,
      quoteQuantity: fill.quoteQuantity, time: fill.time, liquidationSide: fill.side)
  }
}

extension StreamedBestPrices {
  init(_ quote: MarketQuote, of market: MarketSymbol, at time: Timestamp) {
    self.init(
      market: market, time: time, bidPrice: quote.bid?.price ?? .zero, bidQuantity: quote.bid?.size ?? .zero,
      askPrice: quote.ask?.price ?? .zero, askQuantity: quote.ask?.size ?? .zero, lastPrice: quote.lastPrice,
      markPrice: quote.indexPrice, indexPrice: quote.indexPrice)
  }
}

extension StreamedBookChange {
  /// A change of a book, with the prices as they are after its entry.
  init(_ change: BookChange, _ quote: MarketQuote?, at time: Timestamp) {
    let level = OrderBookLevel(change.level)
    self.init(
      market: change.market, time: time, sequence: change.bookSequence, bids: change.side == .buy ? [level] : [],
      asks: change.side == .sell ? [level] : [], lastPrice: quote?.lastPrice, markPrice: quote?.indexPrice,
      indexPrice: quote?.indexPrice)
  }
}

extension StreamedOrderChange {
  /// - Parameter bookSequence: the last change of the market's book by the same entry, where there is one.
  init(_ update: OrderUpdate, bookSequence: UInt64?) {
    let (state, order) = (update.state, update.state.order)
    self.init(
      market: order.market, orderID: OrderID(number: state.number.sequence), clientOrderID: order.clientOrderID,
      wallet: order.wallet, executionTime: state.lastChange, time: state.time, update: update.kind,
      status: state.status, sequence: bookSequence, type: order.type, side: order.side,
      originalQuantity: order.quantity, executedQuantity: state.executedQuantity,
      cumulativeQuoteQuantity: state.cumulativeQuoteQuantity, averageExecutionPrice: state.averageExecutionPrice,
      price: order.type.hasLimitPrice ? order.limitPrice : nil,
      triggerPrice: order.type.hasTrigger ? order.triggerPrice : nil,
      triggerType: order.type.hasTrigger ? order.triggerType : nil, reduceOnly: order.isReduceOnly,
      timeInForce: order.type.hasLimitPrice ? order.timeInForce : nil, selfTradePrevention: order.selfTradePrevention,
      delegatedKey: order.delegatedKey == .zero ? nil : order.delegatedKey,
      fills: update.fill.map { [StreamedFill($0)] })
  }
}

extension StreamedFill {
  init(_ fill: Fill) {
    self.init(
      type: fill.type, fillID: fill.number.description, price: fill.price, quantity: fill.quantity,
      quoteQuantity: fill.quoteQuantity, realizedPnL: fill.realizedPnL, time: fill.time, makerSide: fill.makerSide,
      sequence: fill.liquidity == nil ? nil : fill.tradeSequence, fee: fill.fee, liquidity: fill.liquidity,
      action: fill.action, position: fill.position, transactionID: nil, transactionStatus: .mined)
  }
}

extension StreamedTakeover {
  init(_ fill: Fill) {
    self.init(
      market: fill.market, wallet: fill.wallet, executionTime: fill.time, side: fill.side, fills: [StreamedFill(fill)])
  }
}

extension StreamedPosition {
  init(_ position: PositionSnapshot) {
    self.init(
      wallet: position.wallet, market: position.market, status: position.side == .none ? .closed : .open,
      quantity: position.quantity, maximumQuantity: position.maximumQuantity, entryPrice: position.entryPrice,
      exitPrice: position.exitPrice, realizedPnL: position.realizedPnL, totalFunding: .zero,
      totalOpen: position.totalOpen, totalClose: position.totalClose,
      openedByFillID: position.openedByFill.description, lastFillID: position.lastFill.description,
      quoteBalance: position.quoteBalance, time: position.time)
  }
}

extension StreamedDeposit {
  init(_ movement: FundMovement) {
    self.init(
      wallet: movement.wallet, depositID: String(movement.sequence), asset: MarketConfiguration.quoteAsset,
      quantity: movement.quantity, quoteBalance: movement.quoteBalance, time: movement.time)
  }
}

extension StreamedWithdrawal {
  /// Gas costs nothing here.
  init(_ movement: FundMovement) {
    self.init(
      wallet: movement.wallet, withdrawalID: String(movement.sequence), asset: MarketConfiguration.quoteAsset,
      quantity: movement.quantity, gas: .zero, quoteBalance: movement.quoteBalance, time: movement.time)
  }
}
