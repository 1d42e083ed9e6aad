internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// The quotes of one market: post-only orders on both sides of a centre, each level further away and larger.
struct QuoteLadder: Equatable {
  /// The price between the sides.
  let center: Pips
  /// The orders, nearest first.
  let drafts: [OrderDraft]

  /// Lays out the quotes around an index price.
  ///
  /// The centre moves against the inventory, so that what makes it smaller is the better price; the side that would
  /// make it larger is left out once it is at its maximum.
  ///
  /// - Parameter inventory: the maker's position in the base asset; negative when short.
  init(_ market: MarketDetails, indexPrice: Pips, inventory: Amount, shape: LadderShape) {
    let price = Int128(indexPrice.count)
    let worth = inventory.pips * price / Int128(Pips.one.count)
    let maximum = Int128(shape.inventoryValueMaximum.count)
    let share = maximum == 0 ? 0 : min(max(worth * 1_000_000 / maximum, -1_000_000), 1_000_000)
    let middle = price - price * share / 1_000_000 * Int128(shape.skewMaximum) / 1_000_000
    center = Self.pips(middle) ?? indexPrice
    var drafts: [OrderDraft] = []
    for level in shape.levels {
      for side in [OrderSide.buy, .sell] where !Self.isFull(side, share) {
        if let draft = Self.draft(side, level, around: middle, in: market) { drafts.append(draft) }
      }
    }
    self.drafts = drafts
  }

  private static func isFull(_ side: OrderSide, _ share: Int128) -> Bool {
    side == .buy ? share >= 1_000_000 : share <= -1_000_000
  }

  /// `nil` where the market takes no order of this size or price.
  private static func draft(
    _ side: OrderSide, _ level: LadderShape.Level, around middle: Int128, in market: MarketDetails
  ) -> OrderDraft? {
    let (tick, step) = (Int128(market.tickSize.count), Int128(market.stepSize.count))
    guard tick > 0, step > 0, middle > 0 else { return nil }
    let distance = middle * Int128(level.distance) / 1_000_000
    let exact = side == .buy ? middle - distance : middle + distance
    // Away from the centre to the next tick.
    let onTick = side == .buy ? exact / tick * tick : (exact + tick - 1) / tick * tick
    guard onTick > 0, let price = pips(onTick) else { return nil }
    let size = Int128(level.value.count) * Int128(Pips.one.count) / onTick / step * step
    guard let quantity = pips(size), quantity > .zero, quantity >= market.makerOrderMinimum else { return nil }
    return OrderDraft(
      market: market.market, side: side, quantity: quantity, terms: .limit(price: price), timeInForce: .postOnly)
  }

  private static func pips(_ count: Int128) -> Pips? { UInt64(exactly: count).flatMap { Pips(count: $0) } }
}

extension QuoteLadder {
  /// Whether resting orders may stay as they are: the centre is still near, they are ours alone, and enough of each side
  /// is left.
  func isServed(by resting: [OrderDetails], quotedAround quoted: Pips, shape: LadderShape) -> Bool {
    let moved = max(center, quoted).subtracting(min(center, quoted)) ?? .zero
    guard Int128(moved.count) * 1_000_000 <= Int128(quoted.count) * Int128(shape.requoteDistance) else { return false }
    guard resting.count <= drafts.count else { return false }
    return [OrderSide.buy, .sell].allSatisfy { side in
      let wanted = drafts.filter { $0.side == side }.map { Int128($0.quantity.count) }.reduce(0, +)
      let left = resting.filter { $0.side == side }.map(\.openPips).reduce(0, +)
      return left * 1_000_000 >= wanted * Int128(shape.remainderMinimum) && left <= wanted * 2
    }
  }
}

extension OrderDetails {
  fileprivate var openPips: Int128 { Int128(originalQuantity.count) - Int128(executedQuantity.count) }
}
