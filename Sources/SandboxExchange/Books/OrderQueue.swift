/// Orders by price, then by time: one side of a book, or orders that wait for a price.
///
/// Levels are sorted with the foremost price at the end, where most changes happen: insertion and removal move few
/// levels. Within a level orders are linked, so that taking one out never searches.
struct OrderQueue: Sendable {
  /// Whether the highest price stands foremost.
  let highestFirst: Bool
  private(set) var levels: [PriceLevel] = []

  init(highestFirst: Bool) { self.highestFirst = highestFirst }

  /// The foremost level.
  var foremost: PriceLevel? { levels.last }

  /// The level that stands behind so many others, or `nil`.
  func level(after depth: Int) -> PriceLevel? {
    depth < levels.count ? levels[levels.count - 1 - depth] : nil
  }

  /// Where a price stands, or would stand.
  private func search(_ price: Int64) -> (index: Int, isFound: Bool) {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      let candidate = levels[middle].price
      if candidate == price { return (middle, true) }
      if (candidate < price) == highestFirst { low = middle + 1 } else { high = middle }
    }
    return (low, false)
  }

  /// Puts an order last in the queue of its price.
  ///
  /// - Returns: the level afterwards.
  @discardableResult
  mutating func append(_ slot: Slot, price: Int64, orders: inout OrderStore) -> PriceLevel {
    let (index, isFound) = search(price)
    if !isFound { levels.insert(PriceLevel(price: price), at: index) }
    let last = levels[index].last
    orders.slots[Int(slot)].queuePrice = price
    orders.slots[Int(slot)].previous = last
    orders.slots[Int(slot)].next = .none
    if last == .none { levels[index].first = slot } else { orders.slots[Int(last)].next = slot }
    levels[index].last = slot
    levels[index].size += Int128(orders.slots[Int(slot)].state.open)
    levels[index].count += 1
    return levels[index]
  }

  /// Takes an order out. What it has open is taken off the level's size.
  ///
  /// - Returns: the level afterwards; with a count of zero it is gone.
  @discardableResult
  mutating func remove(_ slot: Slot, orders: inout OrderStore) -> PriceLevel {
    let (price, previous, next) = (
      orders.slots[Int(slot)].queuePrice, orders.slots[Int(slot)].previous, orders.slots[Int(slot)].next
    )
    let (index, isFound) = search(price)
    guard isFound else { return PriceLevel(price: price) }
    if previous == .none { levels[index].first = next } else { orders.slots[Int(previous)].next = next }
    if next == .none { levels[index].last = previous } else { orders.slots[Int(next)].previous = previous }
    levels[index].size -= Int128(orders.slots[Int(slot)].state.open)
    levels[index].count -= 1
    let level = levels[index]
    if level.count == 0 { levels.remove(at: index) }
    return level
  }

  /// Takes something off a level's size when one of its orders shrinks.
  ///
  /// - Returns: the level afterwards.
  mutating func shrink(price: Int64, by quantity: Int64) -> PriceLevel {
    let (index, isFound) = search(price)
    guard isFound else { return PriceLevel(price: price) }
    levels[index].size -= Int128(quantity)
    return levels[index]
  }
}
