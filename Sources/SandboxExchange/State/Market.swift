internal import PerpsProtocol

/// One market: its book, the orders that wait for a price, and what has been traded.
struct Market: Sendable {
  let configuration: MarketConfiguration
  var bids = OrderQueue(highestFirst: true)
  var asks = OrderQueue(highestFirst: false)
  var triggers = TriggerQueues()
  /// How often the book has changed.
  var bookSequence: UInt64 = 0
  /// How many trades there were.
  var tradeSequence: UInt64 = 0
  /// The price of the last trade; zero before the first.
  var lastPrice: Int64 = 0
  var lastQuantity: Int64 = 0
  /// The prices of all trades since triggers were last looked at, the last price before them included.
  var lastPrices: ClosedRange<Int64>?
  /// The sum of all long positions, the insurance fund's included.
  var openInterest: Int128 = 0
  /// Who has a position here; the insurance fund, which nobody liquidates, apart.
  var holders = Holders()
  var trades = Ring<Trade>(maximum: ExchangeLimits.tradesPerMarketMaximum)
  var minutes = Ring<MinuteStatistics>(maximum: ExchangeLimits.minutesPerMarketMaximum)
  var baseVolume: Int128 = 0
  var quoteVolume: Int128 = 0

  init(configuration: MarketConfiguration) { self.configuration = configuration }

  /// The other side's foremost level, which an order of a side would meet first.
  func best(against side: OrderSide) -> PriceLevel? {
    switch side {
    case .buy: asks.foremost
    case .sell: bids.foremost
    }
  }

  /// The other side's level that an order of a side would meet after so many others, or `nil`.
  func level(against side: OrderSide, after depth: Int) -> PriceLevel? {
    switch side {
    case .buy: asks.level(after: depth)
    case .sell: bids.level(after: depth)
    }
  }

  mutating func rest(_ slot: Slot, side: OrderSide, price: Int64, orders: inout OrderStore) -> PriceLevel {
    switch side {
    case .buy: bids.append(slot, price: price, orders: &orders)
    case .sell: asks.append(slot, price: price, orders: &orders)
    }
  }

  mutating func remove(_ slot: Slot, side: OrderSide, orders: inout OrderStore) -> PriceLevel {
    switch side {
    case .buy: bids.remove(slot, orders: &orders)
    case .sell: asks.remove(slot, orders: &orders)
    }
  }

  mutating func shrink(price: Int64, side: OrderSide, by quantity: Int64) -> PriceLevel {
    switch side {
    case .buy: bids.shrink(price: price, by: quantity)
    case .sell: asks.shrink(price: price, by: quantity)
    }
  }

  /// Counts a trade.
  mutating func count(_ trade: Trade, quote: Int128, indexPrice: Int64) {
    let (price, quantity) = (trade.price.signed, trade.quantity.signed)
    lastPrice = price
    lastQuantity = quantity
    lastPrices = lastPrices.map { min($0.lowerBound, price)...max($0.upperBound, price) } ?? price...price
    baseVolume += Int128(quantity)
    quoteVolume += quote
    trades.append(trade)
    var minute = currentMinute(at: trade.time, indexPrice: indexPrice)
    minute.add(price: price, quantity: quantity, quote: quote)
    minutes.replaceLast(with: minute)
  }

  /// Begins a minute of statistics where it has not begun.
  mutating func currentMinute(at time: Timestamp, indexPrice: Int64) -> MinuteStatistics {
    let minute = time.milliseconds / 60_000
    if let last = minutes.last, last.minute >= minute { return last }
    let new = MinuteStatistics(minute: minute, indexPrice: indexPrice)
    minutes.append(new)
    return new
  }
}
