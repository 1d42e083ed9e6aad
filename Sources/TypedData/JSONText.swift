internal import EthereumPrimitives

/// Writes JSON text (RFC 8259), for the one document of this module. Reading JSON is not done here.
struct JSONText {
  private var bytes: [UInt8] = []
  private var needsComma = false

  /// What was written.
  var text: String { String(utf8: bytes) }

  /// Begins an object or array.
  @inline(never)
  mutating func begin(_ bracket: Unicode.Scalar) {
    beginValue()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  /// Ends it.
  @inline(never)
  mutating func end(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  /// Names the member whose value is written next.
  @inline(never)
  mutating func name(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  @inline(never)
  mutating func bool(_ flag: Bool) { literal(flag ? "true" : "false") }

  @inline(never)
  mutating func number(_ number: UInt64) { literal(String(decimal: UInt128(number))) }

  @inline(never)
  mutating func string(_ string: String) {
    beginValue()
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8Bytes {
      if byte < 0x20 {
        bytes += [
          UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), Hex.digit(byte >> 4),
          Hex.digit(byte & 0x0f),
        ]
        continue
      }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  @inline(never)
  private mutating func literal(_ text: String) {
    beginValue()
    bytes += text.utf8Bytes
  }

  @inline(never)
  private mutating func beginValue() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}
