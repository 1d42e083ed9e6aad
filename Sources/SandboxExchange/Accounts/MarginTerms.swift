internal import PerpsProtocol

/// What a market's margin is calculated from.
struct MarginTerms: Sendable {
  /// In pips of the quote asset; zero while there is none.
  var indexPrice: Int64 = 0
  let schedule: MarginSchedule
}

/// A wallet's margin in one market, or the sum over all of them.
struct Margin: Sendable {
  /// Position values less what they cost, rounded down.
  var unrealized: Int128 = 0
  /// The sum of the positions' sizes in the quote asset.
  var value: Int128 = 0
  /// What the positions need to be opened, rounded up.
  var initial: Int128 = 0
  /// What the resting orders need besides.
  var held: Int128 = 0
  /// What the positions need to be kept, rounded up.
  var maintenance: Int128 = 0

  static let zero = Margin()

  /// What a stake counts for when orders are judged.
  var availability: Int128 { unrealized - initial - held }

  mutating func add(_ other: Margin) {
    unrealized += other.unrealized
    value += other.value
    initial += other.initial
    held += other.held
    maintenance += other.maintenance
  }
}

extension PositionState {
  /// The margin at the index price. An order that rests is counted as if it had been filled there: what is held is the
  /// initial margin of the largest position that all orders of one side could lead to, less that of the position.
  func margin(under terms: MarginTerms) -> Margin {
    let size = quantity.magnitude
    let worst = worstSize
    guard worst > 0 else { return .zero }
    var margin = Margin()
    if size > 0 {
      margin.value = PipArithmetic.value(of: size, at: terms.indexPrice)
      // A short position's value is rounded away from zero: what closing it would cost is not understated.
      let exact = PipArithmetic.isWhole(size, at: terms.indexPrice)
      margin.unrealized = quantity > 0 ? margin.value - basis : -(margin.value + (exact ? 0 : 1)) - basis
      margin.initial = PipArithmetic.part(fraction(size, terms), of: margin.value)
      margin.maintenance = PipArithmetic.part(Int128(terms.schedule.maintenanceFraction.count), of: margin.value)
    }
    if worst > size {
      let value = PipArithmetic.value(of: worst, at: terms.indexPrice)
      margin.held = PipArithmetic.part(fraction(worst, terms), of: value) - margin.initial
    }
    return margin
  }

  private func fraction(_ size: UInt64, _ terms: MarginTerms) -> Int128 {
    terms.schedule.initialFraction(ofSize: Int128(size), override: leverage)
  }
}
