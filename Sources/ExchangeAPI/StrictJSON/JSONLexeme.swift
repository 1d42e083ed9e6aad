internal import EthereumPrimitives

/// The words of JSON (RFC 8259, sections 3, 6 and 7): where one ends, or that it is none.
enum JSONLexeme {
  /// The offset after a text that begins with the quotation mark at an offset, and whether it is plain: printable
  /// ASCII without escapes.
  static func string(in bytes: [UInt8], at start: Int) throws(StrictJSONError) -> (end: Int, isPlain: Bool) {
    var offset = start + 1
    var isPlain = true
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""): return (offset + 1, isPlain)
      case UInt8(ascii: "\\"):
        guard let end = escape(in: bytes, at: offset) else { throw .malformedString(offset: start) }
        offset = end
        isPlain = false
      case 0x00..<0x20: throw .malformedString(offset: start)
      case 0x20..<0x7f: offset += 1
      default:
        offset += 1
        isPlain = false
      }
    }
    throw .malformedString(offset: start)
  }

  /// The offset after an escape, or after both escapes of a surrogate pair.
  private static func escape(in bytes: [UInt8], at backslash: Int) -> Int? {
    guard backslash + 1 < bytes.count else { return nil }
    guard bytes[backslash + 1] == UInt8(ascii: "u") else {
      return "\"\\/bfnrt".utf8.contains(bytes[backslash + 1]) ? backslash + 2 : nil
    }
    guard let unit = codeUnit(in: bytes, at: backslash) else { return nil }
    switch unit {
    case 0xd800..<0xdc00:
      guard let low = codeUnit(in: bytes, at: backslash + 6), (0xdc00..<0xe000).contains(low) else { return nil }
      return backslash + 12
    case 0xdc00..<0xe000: return nil
    default: return backslash + 6
    }
  }

  /// The UTF-16 code unit of `\u` and four hexadecimal digits.
  private static func codeUnit(in bytes: [UInt8], at backslash: Int) -> UInt16? {
    guard backslash + 6 <= bytes.count, bytes[backslash] == UInt8(ascii: "\\") else { return nil }
    guard bytes[backslash + 1] == UInt8(ascii: "u") else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[(backslash + 2)..<(backslash + 6)] {
      guard let digit = Hex.value(ofDigit: byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// The offset after a number: everything that looks like a part of one must be.
  static func number(in bytes: [UInt8], at start: Int) throws(StrictJSONError) -> Int {
    var rest = bytes[start...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "0") {
      rest.removeFirst()
    } else {
      guard dropDigits(&rest) else { throw .malformedNumber(offset: start) }
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard dropDigits(&rest) else { throw .malformedNumber(offset: start) }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard dropDigits(&rest) else { throw .malformedNumber(offset: start) }
    }
    if let next = rest.first, "0123456789+-.eE".utf8.contains(next) { throw .malformedNumber(offset: start) }
    return rest.startIndex
  }

  /// Drops the digits in front; whether there was one.
  private static func dropDigits(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    let start = bytes.startIndex
    bytes = bytes.drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return bytes.startIndex > start
  }

  /// The offset after `true`, `false` or `null`.
  static func literal(in bytes: [UInt8], at start: Int) -> Int? {
    for literal in ["true", "false", "null"] where bytes[start...].starts(with: literal.utf8) {
      return start + literal.utf8.count
    }
    return nil
  }
}
