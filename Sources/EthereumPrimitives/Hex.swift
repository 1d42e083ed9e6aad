/// Hexadecimal text as Ethereum's JSON writes it: `0x`, then two digits for each byte.
///
/// Reading is strict: the prefix is required and lower-case, the number of digits is even, and nothing else
/// (spaces, underscores, signs, digits of other scripts) is taken.
public enum Hex {
  /// Writes bytes with lower-case digits.
  public static func encode(_ bytes: some Collection<UInt8>, prefix: Bool = true) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2 + 2)
    if prefix { digits += [UInt8(ascii: "0"), UInt8(ascii: "x")] }
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 0x0f))
    }
    return String(utf8: digits)
  }

  /// Reads `0x` and an even number of digits of either case.
  ///
  /// - Parameter byteCountMaximum: refuses longer input before anything is allocated.
  public static func decode(_ text: String, byteCountMaximum: Int = 65_536) throws(HexError) -> [UInt8] {
    let text = text.utf8Bytes
    guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else { throw .missingPrefix }
    guard text.count % 2 == 0 else { throw .oddNumberOfDigits }
    let byteCount = text.count / 2 - 1
    guard byteCount <= byteCountMaximum else {
      throw .tooLong(maximumBytes: byteCountMaximum, actualBytes: byteCount)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for index in stride(from: 2, to: text.count, by: 2) {
      guard let high = value(ofDigit: text[index]) else { throw .notADigit(offset: index) }
      guard let low = value(ofDigit: text[index + 1]) else { throw .notADigit(offset: index + 1) }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Reads `0x` and digits for exactly so many bytes.
  public static func decode(_ text: String, byteCount: Int) throws(HexError) -> [UInt8] {
    let bytes = try decode(text)
    guard bytes.count == byteCount else { throw .wrongLength(expectedBytes: byteCount, actualBytes: bytes.count) }
    return bytes
  }

  /// The value of one ASCII hexadecimal digit, or `nil`.
  public static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The lower-case ASCII digit of a value from 0 to 15.
  public static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

/// Why a text is not hexadecimal.
///
/// The text itself is never part of the error: it may be a secret.
public enum HexError: Error, Hashable, Sendable {
  /// The text does not begin with `0x`.
  case missingPrefix
  /// The last digit has no partner.
  case oddNumberOfDigits
  /// The byte at this offset of the text is not a hexadecimal digit.
  case notADigit(offset: Int)
  /// The text is well formed but stands for another number of bytes.
  case wrongLength(expectedBytes: Int, actualBytes: Int)
  /// The text stands for more bytes than are taken.
  case tooLong(maximumBytes: Int, actualBytes: Int)
}

extension HexError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .missingPrefix: "hexadecimal text must begin with 0x"
    case .oddNumberOfDigits: "hexadecimal text must have an even number of digits"
    case .notADigit(let offset):
      String("the character at offset ", offset, " is not a hexadecimal digit")
    case .wrongLength(let expected, let actual):
      String("expected ", expected, " bytes in hexadecimal, found ", actual)
    case .tooLong(let maximum, let actual):
      String("hexadecimal text of ", actual, " bytes is over the maximum of ", maximum)
    }
  }
}
