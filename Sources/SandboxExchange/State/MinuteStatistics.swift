/// What happened in a market in one minute.
struct MinuteStatistics: Sendable {
  /// Minutes since the Unix epoch.
  let minute: UInt64
  /// The index price when the minute began to be counted; zero for none.
  var indexPrice: Int64
  var open: Int64 = 0
  var high: Int64 = 0
  var low: Int64 = 0
  var close: Int64 = 0
  var baseVolume: Int128 = 0
  var quoteVolume: Int128 = 0
  var trades: UInt64 = 0

  init(minute: UInt64, indexPrice: Int64) {
    self.minute = minute
    self.indexPrice = indexPrice
  }

  mutating func add(price: Int64, quantity: Int64, quote: Int128) {
    if trades == 0 { (open, high, low) = (price, price, price) }
    high = max(high, price)
    low = min(low, price)
    close = price
    baseVolume += Int128(quantity)
    quoteVolume += quote
    trades += 1
  }

  /// Adds what happened later.
  mutating func add(_ later: MinuteStatistics) {
    if indexPrice == 0 { indexPrice = later.indexPrice }
    guard later.trades > 0 else { return }
    if trades == 0 { (open, high, low) = (later.open, later.high, later.low) }
    high = max(high, later.high)
    low = min(low, later.low)
    close = later.close
    baseVolume += later.baseVolume
    quoteVolume += later.quoteVolume
    trades += later.trades
  }
}
