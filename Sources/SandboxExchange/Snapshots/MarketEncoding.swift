internal import Ledger
internal import PerpsProtocol

extension Market {
  /// All orders that are open in a market, by the queues in which they stand, in the order of a snapshot.
  static var queues: [WritableKeyPath<Market, OrderQueue>] {
    [
      \.bids, \.asks, \.triggers.lastFalling, \.triggers.lastRising, \.triggers.indexFalling, \.triggers.indexRising,
    ]
  }

  /// Writes everything but the queues.
  func write(to writer: inout ByteWriter) {
    writer.write(integer: bookSequence)
    writer.write(integer: tradeSequence)
    writer.write(lastPrice)
    writer.write(lastQuantity)
    writer.write(baseVolume)
    writer.write(quoteVolume)
    trades.write(to: &writer)
    minutes.write(to: &writer)
  }

  /// Reads everything but the queues.
  mutating func read(from reader: inout ByteReader) throws(RequestEncodingError) {
    bookSequence = try reader.counter()
    tradeSequence = try reader.counter()
    lastPrice = try reader.natural()
    lastQuantity = try reader.natural()
    baseVolume = try reader.amount()
    quoteVolume = try reader.amount()
    try trades.refill(from: &reader)
    try minutes.refill(from: &reader)
    lastPrices = lastPrice > 0 ? lastPrice...lastPrice : nil
    let times = minutes.indices.map { minutes[$0].minute }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .invalid("order of minutes") }
  }
}

extension OpenOrder {
  /// The queue in which the order must stand.
  var queue: WritableKeyPath<Market, OrderQueue> {
    guard state.waitsForTrigger else { return state.order.side == .buy ? \.bids : \.asks }
    let isRising = TriggerQueues.waitsForRise(state.order)
    return state.order.triggerType == .index
      ? (isRising ? \.triggers.indexRising : \.triggers.indexFalling)
      : (isRising ? \.triggers.lastRising : \.triggers.lastFalling)
  }

  /// The price at which it must stand there.
  var properQueuePrice: Int64 {
    state.waitsForTrigger ? state.order.triggerPrice.signed : state.order.limitPrice.signed
  }
}
