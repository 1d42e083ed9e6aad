internal import PerpsProtocol

/// Conditional orders that wait, by the price that they watch and the way in which it must go.
///
/// Those that wait for a fall are activated from the highest trigger price down, those that wait for a rise from the
/// lowest up; of the same price the oldest goes first.
struct TriggerQueues: Sendable {
  var lastFalling = OrderQueue(highestFirst: true)
  var lastRising = OrderQueue(highestFirst: false)
  var indexFalling = OrderQueue(highestFirst: true)
  var indexRising = OrderQueue(highestFirst: false)

  /// A stop sells when the price falls and buys when it rises; a take-profit order does the opposite.
  static func waitsForRise(_ order: Order) -> Bool {
    switch order.type {
    case .stopLossMarket, .stopLossLimit: order.side == .buy
    default: order.side == .sell
    }
  }

  mutating func append(_ slot: Slot, orders: inout OrderStore) {
    let order = orders.slots[Int(slot)].state.order
    let price = order.triggerPrice.signed
    switch (order.triggerType, Self.waitsForRise(order)) {
    case (.index, true): indexRising.append(slot, price: price, orders: &orders)
    case (.index, false): indexFalling.append(slot, price: price, orders: &orders)
    case (_, true): lastRising.append(slot, price: price, orders: &orders)
    case (_, false): lastFalling.append(slot, price: price, orders: &orders)
    }
  }

  mutating func remove(_ slot: Slot, orders: inout OrderStore) {
    let order = orders.slots[Int(slot)].state.order
    switch (order.triggerType, Self.waitsForRise(order)) {
    case (.index, true): indexRising.remove(slot, orders: &orders)
    case (.index, false): indexFalling.remove(slot, orders: &orders)
    case (_, true): lastRising.remove(slot, orders: &orders)
    case (_, false): lastFalling.remove(slot, orders: &orders)
    }
  }

  /// The next order whose trigger has been reached: by the last price before the index price, by a fall before a rise.
  func next(lastPrices: ClosedRange<Int64>?, indexPrice: Int64) -> Slot? {
    if let lastPrices {
      if let level = lastFalling.foremost, level.price >= lastPrices.lowerBound { return level.first }
      if let level = lastRising.foremost, level.price <= lastPrices.upperBound { return level.first }
    }
    guard indexPrice > 0 else { return nil }
    if let level = indexFalling.foremost, level.price >= indexPrice { return level.first }
    if let level = indexRising.foremost, level.price <= indexPrice { return level.first }
    return nil
  }
}
