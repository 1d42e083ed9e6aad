internal import ExchangeAPI
internal import PerpsProtocol

/// A market's book as it is known here: a copy, and the changes since.
///
/// The copy may end at a depth. What lies deeper is not known, and changes there are passed over; what is above it is
/// exact.
struct LocalOrderBook {
  private(set) var sequence: UInt64
  private var lastPrice: Pips?
  private var markPrice: Pips?
  private var indexPrice: Pips?
  private var bids: Side
  private var asks: Side

  /// One side, the best price first.
  private struct Side {
    let isBuying: Bool
    var levels: [OrderBookLevel]
    /// The last price down to which everything is known, or `nil` where everything is.
    let horizon: Pips?

    init(_ levels: [OrderBookLevel], isBuying: Bool, depth: Int) {
      self.isBuying = isBuying
      self.levels = levels
      horizon = levels.count < depth ? nil : levels.last?.price
    }

    func isBetter(_ left: Pips, than right: Pips) -> Bool { isBuying ? left > right : left < right }

    mutating func set(_ level: OrderBookLevel) {
      if let horizon, isBetter(horizon, than: level.price) { return }
      let place = place(of: level.price)
      let isThere = place < levels.count && levels[place].price == level.price
      switch (isThere, level.size > .zero) {
      case (true, true): levels[place] = level
      case (true, false): levels.remove(at: place)
      case (false, true): levels.insert(level, at: place)
      case (false, false): break
      }
    }

    /// The place of the first level that is not better.
    private func place(of price: Pips) -> Int {
      var (low, high) = (0, levels.count)
      while low < high {
        let middle = (low + high) / 2
        if isBetter(levels[middle].price, than: price) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// - Parameter depth: how many levels of each side were asked for.
  init(_ book: OrderBook, depth: Int) {
    sequence = book.sequence
    (lastPrice, markPrice, indexPrice) = (book.lastPrice, book.markPrice, book.indexPrice)
    bids = Side(book.bids, isBuying: true, depth: depth)
    asks = Side(book.asks, isBuying: false, depth: depth)
  }

  /// Applies the change that follows.
  mutating func apply(_ change: StreamedBookChange) {
    sequence = change.sequence
    (lastPrice, markPrice, indexPrice) = (change.lastPrice, change.markPrice, change.indexPrice)
    for level in change.bids { bids.set(level) }
    for level in change.asks { asks.set(level) }
  }

  /// Whether so many levels of each side are known, or all that there are.
  func knows(levels count: Int) -> Bool {
    [bids, asks].allSatisfy { $0.horizon == nil || $0.levels.count >= count }
  }

  /// The best levels of each side.
  func best(_ count: Int) -> OrderBook {
    OrderBook(
      sequence: sequence, lastPrice: lastPrice, markPrice: markPrice, indexPrice: indexPrice,
      bids: Array(bids.levels.prefix(count)), asks: Array(asks.levels.prefix(count)))
  }
}
