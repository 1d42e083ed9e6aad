internal import EthereumPrimitives

/// Why a text is not an integer of up to 256 bits.
enum IntegerError: Error {
  case notAnInteger
  case tooLarge
}

/// An integer with a magnitude of up to 256 bits, as text spells it.
///
/// Calculates with digits of 32 bits, because the browser's build has no 128-bit arithmetic to link to.
struct Integer256 {
  private var isNegative = false
  /// The magnitude's 32-bit digits, least significant first.
  private var digits = InlineArray<8, UInt32>(repeating: 0)

  /// Decimal digits of the largest magnitude, 2²⁵⁶ − 1.
  static let decimalDigitsMaximum = 78
  /// Hexadecimal digits of 256 bits; zeros in front count.
  static let hexadecimalDigitsMaximum = 64

  /// Reads a JSON number or text.
  init(_ value: JSONValue) throws(IntegerError) {
    switch value {
    case .number(let lexeme): try self.init(decimal: lexeme)
    case .string(let text): try self.init(text)
    default: throw .notAnInteger
    }
  }

  /// Reads decimal digits, with `-` in front of a negative number, or `0x` and hexadecimal digits of either case.
  init(_ text: String) throws(IntegerError) {
    if text.utf8.starts(with: "0x".utf8) {
      try self.init(hexadecimal: text)
    } else {
      try self.init(decimal: text)
    }
  }

  /// Reads decimal digits, with `-` in front of a negative number; a number has one spelling only.
  init(decimal text: String) throws(IntegerError) {
    isNegative = text.utf8.first == UInt8(ascii: "-")
    let characters = isNegative ? text.utf8.dropFirst() : text.utf8[...]
    let isDecimal = characters.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard isDecimal, let first = characters.first else { throw .notAnInteger }
    guard first != UInt8(ascii: "0") || (characters.count == 1 && !isNegative) else { throw .notAnInteger }
    guard characters.count <= Self.decimalDigitsMaximum else { throw .tooLarge }
    for character in characters { try multiply(by: 10, adding: UInt32(character - UInt8(ascii: "0"))) }
  }

  private init(hexadecimal text: String) throws(IntegerError) {
    let characters = text.utf8.dropFirst(2)
    guard !characters.isEmpty, characters.allSatisfy({ Hex.value(ofDigit: $0) != nil }) else { throw .notAnInteger }
    guard characters.count <= Self.hexadecimalDigitsMaximum else { throw .tooLarge }
    for character in characters {
      guard let digit = Hex.value(ofDigit: character) else { throw .notAnInteger }
      try multiply(by: 16, adding: UInt32(digit))
    }
  }

  private mutating func multiply(by factor: UInt64, adding summand: UInt32) throws(IntegerError) {
    var carry = UInt64(summand)
    for index in digits.indices {
      // Under 2³⁷, which needs no check for overflow; the check would take a 128-bit product.
      let product = UInt64(digits[index]) &* factor &+ carry
      digits[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    guard carry == 0 else { throw .tooLarge }
  }

  /// The word of `uintN` or `intN` (two's complement), or `nil` when the number does not fit.
  func word(bits: Int, isSigned: Bool) -> Bytes32? {
    let magnitudeBits = isSigned ? bits - 1 : bits
    guard isNegative else { return bitWidth <= magnitudeBits ? bigEndianWord : nil }
    // −n is the complement of n − 1, which fits exactly when −n does.
    let complement = predecessor
    guard isSigned, complement.bitWidth <= magnitudeBits else { return nil }
    return complement.inverted.bigEndianWord
  }

  /// The magnitude less one; negative numbers are never zero.
  private var predecessor: Integer256 {
    var result = self
    for index in result.digits.indices {
      let wasZero = result.digits[index] == 0
      result.digits[index] &-= 1
      guard wasZero else { break }
    }
    return result
  }

  private var inverted: Integer256 {
    var result = self
    for index in result.digits.indices { result.digits[index] = ~result.digits[index] }
    return result
  }

  /// Bits of the magnitude without zeros in front.
  private var bitWidth: Int {
    for index in digits.indices.reversed() where digits[index] != 0 {
      return index * 32 + 32 - digits[index].leadingZeroBitCount
    }
    return 0
  }

  private var bigEndianWord: Bytes32 {
    Bytes32(bigEndian: digit64(3), digit64(2), digit64(1), digit64(0))
  }

  private func digit64(_ index: Int) -> UInt64 { UInt64(digits[index * 2 + 1]) << 32 | UInt64(digits[index * 2]) }
}
