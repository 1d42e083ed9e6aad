internal import EthereumPrimitives
internal import TypedData

/// A quantity, price, rate or fraction: a decimal number with exactly eight digits after the point, never negative.
///
/// Kept as an integer number of pips (1 pip = 0.00000001), at most `Int64.max`, that is 92233720368.54775807. The
/// contract re-creates the text from its integer before it checks a signature, so a number has one spelling: no sign,
/// no exponent, no superfluous zeros in front. Source: `katana-perps-contracts-niseko`, `Hashing._pipToDecimal`.
public struct Pips: Hashable, Sendable, Comparable {
  /// The number in units of 10⁻⁸, at most `Int64.max`.
  public let count: UInt64

  /// 0.00000000
  public static let zero = Pips(unchecked: 0)
  /// 1.00000000
  public static let one = Pips(unchecked: 100_000_000)
  /// 92233720368.54775807
  public static let maximum = Pips(unchecked: UInt64(Int64.max))

  /// Digits after the point.
  static let fractionDigits = 8

  /// Takes a number of pips up to `Int64.max`, or `nil`.
  public init?(count: UInt64) {
    guard count <= UInt64(Int64.max) else { return nil }
    self.count = count
  }

  private init(unchecked count: UInt64) { self.count = count }

  /// Reads a decimal such as `1.00000000`.
  public init(_ text: String) throws(PipsError) {
    let characters = text.utf8Bytes
    let point = characters.count - Self.fractionDigits - 1
    guard point >= 1, characters[point] == UInt8(ascii: ".") else { throw .notEightFractionDigits }
    guard point == 1 || characters[0] != UInt8(ascii: "0") else { throw .leadingZero }
    var count: UInt64 = 0
    for (offset, character) in characters.enumerated() where offset != point {
      guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { throw .notADigit(offset: offset) }
      let (product, overflow) = count.multipliedReportingOverflow(by: 10)
      // Checked before the digit is added, so that the sum has room: 184467440737.09551616 would overflow it.
      guard !overflow, product <= UInt64(Int64.max) else { throw .tooLarge }
      count = product + UInt64(character - UInt8(ascii: "0"))
      guard count <= UInt64(Int64.max) else { throw .tooLarge }
    }
    self.count = count
  }

  /// Smaller numbers are smaller.
  public static func < (left: Pips, right: Pips) -> Bool { left.count < right.count }
}

extension Pips {
  /// The sum, or `nil` when it is over ``maximum``.
  public func adding(_ other: Pips) -> Pips? { Pips(count: count + other.count) }

  /// The difference, or `nil` when it would be negative.
  public func subtracting(_ other: Pips) -> Pips? { count < other.count ? nil : Pips(unchecked: count - other.count) }

  /// The product rounded up to a whole pip, or `nil` when it is over ``maximum``.
  ///
  /// Limits are judged with this product, so that no rounding lets more through than was allowed.
  public func multipliedRoundingUp(by factor: Pips) -> Pips? { product(factor, roundingUp: true) }

  /// The product rounded down to a whole pip, or `nil` when it is over ``maximum``.
  public func multipliedRoundingDown(by factor: Pips) -> Pips? { product(factor, roundingUp: false) }

  /// The quotient rounded down to a whole pip, or `nil` when it is over ``maximum`` or the divisor is zero.
  public func dividedRoundingDown(by divisor: Pips) -> Pips? {
    let (high, low) = count.multipliedFullWidth(by: Pips.one.count)
    guard high < divisor.count else { return nil }
    return Pips(count: divisor.count.dividingFullWidth((high, low)).quotient)
  }

  private func product(_ factor: Pips, roundingUp: Bool) -> Pips? {
    let (high, low) = count.multipliedFullWidth(by: factor.count)
    guard high < Pips.one.count else { return nil }
    let (quotient, remainder) = Pips.one.count.dividingFullWidth((high, low))
    guard quotient <= UInt64(Int64.max) else { return nil }
    return Pips(count: roundingUp && remainder > 0 ? quotient + 1 : quotient)
  }
}

extension Pips: CustomStringConvertible {
  /// The number with eight digits after the point, as it is signed.
  public var description: String {
    // Written from the end into memory of its own, because every order writes two: up to 15 bytes of text need no heap.
    var text = InlineArray<20, UInt8>(repeating: 0)
    var start = text.count
    var rest = count
    while rest > 0 || start > text.count - Self.fractionDigits - 2 {
      start -= 1
      if start == text.count - Self.fractionDigits - 1 {
        text[start] = UInt8(ascii: ".")
      } else {
        text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
    guard let digits = try? UTF8Span(validating: text.span.extracting(start...)) else {
      preconditionFailure("digits and a point are UTF-8")
    }
    return String(copying: digits)
  }

  private static let zeroText = TypedDataText("0.00000000")

  /// The number as a member of typed data.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  var typedDataText: TypedDataText { count == 0 ? Self.zeroText : TypedDataText(description) }
}

/// Why a text is not a decimal of the exchange.
public enum PipsError: Error, Hashable, Sendable {
  /// There are not exactly eight digits after a point, or none before it.
  case notEightFractionDigits
  /// There is a superfluous zero in front.
  case leadingZero
  /// The byte at this offset is not a digit: a sign, an exponent, a space.
  case notADigit(offset: Int)
  /// The number is over 92233720368.54775807.
  case tooLarge
}

extension PipsError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .notEightFractionDigits:
      "a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"
    case .leadingZero: "a decimal has no superfluous zero in front, as in 1.00000000"
    case .notADigit(let offset):
      String("the character at offset ", offset, " is not a digit; signs and exponents are not taken")
    case .tooLarge: "a decimal is at most 92233720368.54775807"
    }
  }
}
