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

extension Amount {
  /// Reads a decimal such as `-1.00000000`; zero has no sign.
  public init(_ text: String) throws(AmountError) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let digits = Array(isNegative ? text.utf8.dropFirst() : text.utf8[...])
    let point = digits.count - Pips.fractionDigits - 1
    guard point >= 1, digits[point] == UInt8(ascii: ".") else { throw .notEightFractionDigits }
    guard point == 1 || digits[0] != UInt8(ascii: "0") else { throw .leadingZero }
    var magnitude: Int128 = 0
    for (offset, digit) in digits.enumerated() where offset != point {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else {
        throw .notADigit(offset: isNegative ? offset + 1 : offset)
      }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int128(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw .tooLarge }
      magnitude = sum
    }
    guard !isNegative || magnitude > 0 else { throw .negativeZero }
    pips = isNegative ? -magnitude : magnitude
  }
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

/// Why a text is not a signed decimal of the exchange.
public enum AmountError: Error, Hashable, Sendable {
  /// There are not exactly eight digits after a point, or none before it.
  case notEightFractionDigits
  /// There is a superfluous zero in front.
  case leadingZero
  /// The byte at this offset is not a digit.
  case notADigit(offset: Int)
  /// Zero with a hyphen in front.
  case negativeZero
  /// The number of pips has no place in 127 bits.
  case tooLarge
}

extension AmountError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .notEightFractionDigits:
      "a signed decimal has exactly eight digits after the point and at least one before it, as in -1.00000000"
    case .leadingZero: "a signed decimal has no superfluous zero in front, as in -1.00000000"
    case .notADigit(let offset): "the character at offset \(offset) is not a digit"
    case .negativeZero: "zero has no sign: write 0.00000000"
    case .tooLarge: "a signed decimal is at most 2^127 - 1 pips"
    }
  }
}
