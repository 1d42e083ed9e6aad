internal import EthereumPrimitives

/// Writes JSON text (RFC 8259), for the one document of this module. Reading JSON is not done here.
struct JSONText {
  private var bytes: [UInt8] = []
  private var needsComma = false

  /// What was written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Begins an object or array.
  mutating func begin(_ bracket: Unicode.Scalar) {
    beginValue()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  /// Ends it.
  mutating func end(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  /// Names the member whose value is written next.
  mutating func name(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func bool(_ flag: Bool) { literal(flag ? "true" : "false") }

  mutating func number(_ number: UInt64) { literal(decimal(UInt128(number))) }

  mutating func string(_ string: String) {
    beginValue()
    bytes.append(UInt8(ascii: "\""))
    for byte in Array(string.utf8) {
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

  private mutating func literal(_ text: String) {
    beginValue()
    bytes += Array(text.utf8)
  }

  private mutating func beginValue() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}
