import EthereumPrimitives
import Testing

@Suite("Hexadecimal text has one prefix and whole bytes")
struct HexTests {
  @Test("every byte is written and read back, in either case")
  func everyByte() throws {
    let bytes = [UInt8](0...255)
    let text = Hex.encode(bytes)
    #expect(text.hasPrefix("0x000102") && text.hasSuffix("fdfeff"))
    #expect(try Hex.decode(text) == bytes)
    #expect(try Hex.decode("0x" + text.dropFirst(2).uppercased()) == bytes)
    #expect(Hex.encode([], prefix: true) == "0x")
    #expect(Hex.encode([0xab], prefix: false) == "ab")
    #expect(try Hex.decode("0x").isEmpty)
  }

  @Test(
    "a text that is no hexadecimal is refused for its first fault",
    arguments: [
      ("", .missingPrefix), ("0", .missingPrefix), ("00", .missingPrefix), ("0X00", .missingPrefix),
      ("x000", .missingPrefix), (" 0x00", .missingPrefix), ("0x0", .oddNumberOfDigits), ("0x000", .oddNumberOfDigits),
      ("0x0g", .notADigit(offset: 3)), ("0xg0", .notADigit(offset: 2)), ("0x 0", .notADigit(offset: 2)),
      ("0x-1", .notADigit(offset: 2)), ("0x0_", .notADigit(offset: 3)), ("0x00 1", .notADigit(offset: 4)),
      ("0x\u{e9}", .notADigit(offset: 2)), ("0x0x", .notADigit(offset: 3)), ("0x@G", .notADigit(offset: 2)),
      ("0x`f", .notADigit(offset: 2)), ("0x/:", .notADigit(offset: 2)),
    ] as [(String, HexError)])
  func refused(text: String, reason: HexError) {
    #expect(throws: reason) { try Hex.decode(text) }
  }

  @Test("a text of the longest length is read, and one byte more is refused")
  func longest() throws {
    #expect(try Hex.decode("0x0102", byteCountMaximum: 2) == [1, 2])
    #expect(throws: HexError.tooLong(maximumBytes: 2, actualBytes: 3)) {
      try Hex.decode("0x010203", byteCountMaximum: 2)
    }
    #expect(throws: HexError.wrongLength(expectedBytes: 2, actualBytes: 1)) { try Hex.decode("0x01", byteCount: 2) }
    #expect(throws: HexError.wrongLength(expectedBytes: 2, actualBytes: 3)) { try Hex.decode("0x010203", byteCount: 2) }
  }

  @Test("an error is a sentence that does not repeat the text, which may be a secret")
  func errorsKeepSecrets() {
    do { _ = try Hex.decode("0x5ec7e7zz") } catch { #expect(!error.description.contains("5ec7e7")) }
  }
}
