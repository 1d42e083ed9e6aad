import EthereumPrimitives
import Testing

@Suite("32 bytes are a big-endian number")
struct Bytes32Tests {
  private func number(_ text: String) throws -> Bytes32 {
    try Bytes32(hex: "0x" + String(repeating: "0", count: 64 - text.utf8.count) + text)
  }

  @Test("numbers are ordered as numbers, which is the order of their bytes")
  func order() throws {
    var sorted = [Bytes32.zero]
    for shift in 0..<64 {
      for digit in ["1", "7", "8", "f"] { sorted.append(try number(digit + String(repeating: "0", count: shift))) }
    }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      #expect(left < right)
      #expect(!(right < left))
      #expect(left.bytes.lexicographicallyPrecedes(right.bytes))
    }
    #expect(!(Bytes32.zero < .zero))
  }

  @Test("the four digits are the most significant first, and make the number again")
  func digits() throws {
    let word = Bytes32(bigEndian: 1, 2, 3, 4)
    #expect(word.bytes[7] == 1 && word.bytes[15] == 2 && word.bytes[23] == 3 && word.bytes[31] == 4)
    #expect(word.bigEndianDigits == (1, 2, 3, 4))
  }

  @Test("only 32 bytes are taken", arguments: [0, 1, 31, 33, 64])
  func wrongLength(count: Int) {
    #expect(Bytes32([UInt8](repeating: 1, count: count)) == nil)
    #expect(Bytes32([UInt8](repeating: 1, count: count)[...]) == nil)
    #expect(throws: HexError.wrongLength(expectedBytes: 32, actualBytes: count)) {
      try Bytes32(hex: Hex.encode([UInt8](repeating: 1, count: count)))
    }
  }

  @Test("bytes, text and value are the same")
  func roundTrip() throws {
    let bytes = (0..<32).map { UInt8($0 * 8) }
    let word = try #require(Bytes32(bytes))
    #expect(word.bytes == bytes)
    #expect(word.description == Hex.encode(bytes))
    #expect(try Bytes32(hex: word.description) == word)
    #expect(Bytes32((bytes + bytes)[32...]) == word)
  }
}
