/// A signed sum in pips: balances, profits, positions, volumes.
///
/// What a single order or fill moves fits in an `Int64`. Sums are kept in 128 bits, which 2⁶⁴ such amounts cannot
/// overflow: no entry can trap or wrap one.
public struct Amount: Hashable, Sendable, Comparable {
  /// The number in units of 10⁻⁸.
  public let pips: Int128

  /// 0.00000000
  public static let zero = Amount(pips: 0)

  /// Takes a number of pips.
  public init(pips: Int128) { self.pips = pips }

  /// Takes a quantity, price or rate.
  public init(_ pips: Pips) { self.pips = Int128(pips.count) }

  /// Takes a number of pips.
  public init(_ pips: Int64) { self.pips = Int128(pips) }

  /// Smaller numbers are smaller.
  public static func < (left: Amount, right: Amount) -> Bool { left.pips < right.pips }
}

extension Amount: CustomStringConvertible {
  /// The number with eight digits after the point, and a hyphen in front when it is negative.
  public var description: String {
    let magnitude = pips.magnitude
    let fraction = String(magnitude % 100_000_000)
    let zeros = String(repeating: "0", count: 8 - fraction.utf8.count)
    return "\(pips < 0 ? "-" : "")\(magnitude / 100_000_000).\(zeros)\(fraction)"
  }
}
