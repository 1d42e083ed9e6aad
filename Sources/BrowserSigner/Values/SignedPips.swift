internal import EthereumPrimitives
internal import PerpsProtocol

/// A number of the exchange that may be negative: a profit, a short position. Of at most 63 bits of pips, like ``Pips``.
struct SignedPips {
  /// Whether it is below zero; zero is not.
  let isNegative: Bool
  let magnitude: Pips

  @inline(never)
  init(isNegative: Bool, magnitude: Pips) {
    self.isNegative = isNegative && magnitude != .zero
    self.magnitude = magnitude
  }

  var negated: SignedPips { SignedPips(isNegative: !isNegative, magnitude: magnitude) }

  /// The number with eight digits after the point.
  var description: String { isNegative ? String(joining: ["-", magnitude.description]) : magnitude.description }

  /// The sum, or `nil` when it has no place.
  @inline(never)
  func adding(_ other: SignedPips) -> SignedPips? {
    if isNegative == other.isNegative { return with(magnitude.adding(other.magnitude)) }
    if let difference = magnitude.subtracting(other.magnitude) { return with(difference) }
    return other.with(other.magnitude.subtracting(magnitude))
  }

  /// A product or quotient of this number, or `nil` when it has no place.
  @inline(never)
  func combined(_ other: SignedPips, _ magnitude: Pips?) -> SignedPips? {
    magnitude.map { SignedPips(isNegative: isNegative != other.isNegative, magnitude: $0) }
  }

  /// The nearest multiple of a step towards zero or away from it, or `nil` when it has no place.
  @inline(never)
  func rounded(to step: Pips, away: Bool) -> SignedPips? {
    let remainder = magnitude.count % step.count
    let down = magnitude.count - remainder
    return with(Pips(count: away && remainder > 0 ? down + step.count : down))
  }

  /// `-1`, `0` or `1` where the number is smaller than another, equal or larger.
  @inline(never)
  func compared(to other: SignedPips) -> String {
    if isNegative != other.isNegative { return isNegative ? "-1" : "1" }
    if magnitude == other.magnitude { return "0" }
    return (magnitude < other.magnitude) == isNegative ? "1" : "-1"
  }

  @inline(never)
  private func with(_ magnitude: Pips?) -> SignedPips? {
    magnitude.map { SignedPips(isNegative: isNegative, magnitude: $0) }
  }
}
