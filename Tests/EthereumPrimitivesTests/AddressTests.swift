import EthereumPrimitives
import Testing

@Suite("An address is 20 bytes with a checksum")
struct AddressTests {
  /// The examples of EIP-55, section "Test Cases".
  static let examples = [
    "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
  ]

  @Test("the examples of EIP-55 are written and read as they stand there", arguments: examples)
  func checksum(text: String) throws {
    let address = try Address(text)
    #expect(address.description == text)
    #expect(try Address(text.lowercased()) == address)
    #expect(try Address("0x" + text.dropFirst(2).uppercased()) == address)
  }

  @Test("a mixed-case address with any one letter in the other case is refused", arguments: examples.suffix(4))
  func wrongChecksum(text: String) {
    for (offset, byte) in text.utf8.enumerated().dropFirst(2) where byte >= UInt8(ascii: "A") {
      var mistyped = Array(text.utf8)
      mistyped[offset] ^= 0x20
      #expect(throws: AddressError.wrongChecksum) { try Address(String(decoding: mistyped, as: UTF8.self)) }
    }
  }

  @Test(
    "what is not 0x and 40 digits is refused",
    arguments: [
      ("", .missingPrefix), ("52908400098527886E0F7030069857D2E4169EE7", .missingPrefix),
      ("0X52908400098527886E0F7030069857D2E4169EE7", .missingPrefix),
      ("0x", .wrongLength(expectedBytes: 20, actualBytes: 0)),
      ("0x52908400098527886E0F7030069857D2E4169EE", .oddNumberOfDigits),
      ("0x52908400098527886E0F7030069857D2E4169E", .wrongLength(expectedBytes: 20, actualBytes: 19)),
      ("0x52908400098527886E0F7030069857D2E4169EE700", .wrongLength(expectedBytes: 20, actualBytes: 21)),
      ("0x52908400098527886E0F7030069857D2E4169EEg", .notADigit(offset: 41)),
      (" 0x52908400098527886E0F7030069857D2E4169EE7", .missingPrefix),
      ("0x\u{ff15}2908400098527886E0F7030069857D2E4169", .wrongLength(expectedBytes: 20, actualBytes: 19)),
    ] as [(String, HexError)])
  func notAnAddress(text: String, reason: HexError) {
    #expect(throws: AddressError.self) { try Address(text) }
    do { _ = try Address(text) } catch {
      guard case .notHexadecimal(let actual) = error else {
        Issue.record("\(error)")
        return
      }
      if text.utf8.allSatisfy({ $0 < 0x80 }) { #expect(actual == reason) }
    }
  }

  @Test("an address is the last 20 bytes of a word, and stands there padded with zeros")
  func words() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let address = Address(lastBytesOf: try #require(Bytes32(bytes)))
    #expect(address.bytes == Array(bytes[12...]))
    #expect(address.word.bytes == [UInt8](repeating: 0, count: 12) + bytes[12...])
    #expect(Address(Array(bytes[12...])) == address)
    #expect(Address(Array(bytes[11...])) == nil)
    #expect(Address(Array(bytes[13...])) == nil)
    #expect(Address.zero.description == "0x0000000000000000000000000000000000000000")
  }

  @Test("addresses are ordered by their bytes")
  func order() throws {
    let sorted = try ["0x00", "0x01", "0x7f", "0x80", "0xff"].flatMap { head in
      try ["00", "01", "80", "ff"].map { tail in
        try Address(head + String(repeating: "00", count: 18) + tail)
      }
    }
    #expect(sorted.reversed().sorted() == sorted)
    #expect(sorted.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) } == sorted)
  }
}
