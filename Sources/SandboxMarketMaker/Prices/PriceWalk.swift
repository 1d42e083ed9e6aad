internal import PerpsProtocol

/// A market's index price as a random walk that stays near where it began.
///
/// The same seed makes the same walk. Each step moves it by at most ``stepMaximum`` millionths by chance and a
/// thousandth of the way back to the anchor, and never further than ``distanceMaximum`` millionths from that.
struct PriceWalk {
  /// Where the walk is held.
  let anchor: Pips
  /// Prices are multiples of this.
  let tickSize: Pips
  /// Where it is.
  private(set) var price: Pips
  private var generator: SeededGenerator

  /// The longest step in millionths of the price.
  static let stepMaximum: Int64 = 300
  /// How far from the anchor it may go, in millionths of the anchor.
  static let distanceMaximum: Int64 = 50_000
  /// A step goes this part of the way back.
  static let returnDivisor: Int128 = 1_000

  /// Begins at a price, or at the anchor where that is `nil` or further away than the walk may be.
  init(from price: Pips?, anchor: Pips, tickSize: Pips, generator: SeededGenerator) {
    self.anchor = anchor
    self.tickSize = max(tickSize, Pips(count: 1) ?? .one)
    self.generator = generator
    self.price = price ?? anchor
    self.price = bounded(Int128(self.price.count))
  }

  /// One step.
  mutating func advance() {
    let current = Int128(price.count)
    let chance = Int128(Int64.random(in: -Self.stepMaximum...Self.stepMaximum, using: &generator))
    let back = (Int128(anchor.count) - current) / Self.returnDivisor
    price = bounded(current + current * chance / 1_000_000 + back)
  }

  /// The nearest price at or under a number of pips that is within the bounds and on the tick.
  private func bounded(_ pips: Int128) -> Pips {
    let distance = Int128(anchor.count) * Int128(Self.distanceMaximum) / 1_000_000
    let tick = Int128(tickSize.count)
    let held = min(max(pips, Int128(anchor.count) - distance), Int128(anchor.count) + distance)
    return Pips(count: UInt64(clamping: max(held / tick * tick, tick))) ?? anchor
  }
}
