import EthereumPrimitives
import ExchangeAPI
import Testing
import TypedData

@Suite("Integers of typed data")
struct IntegerTests {
  private static let wordMaximum = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
  private static let wordMaximumPlusOne =
    "115792089237316195423570985008687907853269984665640564039457584007913129639936"
  private static let signedMaximum = "57896044618658097711785492504343953926634992332820282019728792003956564819967"
  private static let signedMaximumPlusOne =
    "57896044618658097711785492504343953926634992332820282019728792003956564819968"
  private static let signedMaximumPlusTwo =
    "57896044618658097711785492504343953926634992332820282019728792003956564819969"
  /// A word by its last digits.
  private static func word(_ digits: String, after fill: Character = "0") -> String {
    "0x" + String(repeating: fill, count: 64 - digits.count) + digits
  }

  private static let rangeEnds: [(type: String, number: String, word: String)] = [
    ("uint8", "0", word("0")),
    ("uint8", "255", word("ff")),
    ("int8", "127", word("7f")),
    ("int8", "-128", word("80", after: "f")),
    ("int8", "-1", word("f", after: "f")),
    ("int8", "0", word("0")),
    ("uint64", "18446744073709551615", word("ffffffffffffffff")),
    ("int72", "-2361183241434822606848", word("800000000000000000", after: "f")),
    ("uint256", "4294967296", word("100000000")),
    ("uint256", wordMaximum, word("", after: "f")),
    ("int256", signedMaximum, word("7" + String(repeating: "f", count: 63))),
    ("int256", "-" + signedMaximumPlusOne, word("8" + String(repeating: "0", count: 63))),
    ("int256", "-" + signedMaximum, word("8" + String(repeating: "0", count: 62) + "1")),
  ]

  @Test("an integer at the end of its range is encoded as its word", arguments: rangeEnds)
  func endOfRange(type: String, number: String, word: String) throws {
    let expected = try structHash(type: type, word: Bytes32(hex: word))
    #expect(try hashed(document(type: type, value: number)).structHash == expected)
    #expect(try hashed(document(type: type, value: "\"\(number)\"")).structHash == expected)
  }

  @Test(
    "an integer one beyond the end of its range is refused",
    arguments: [
      ("uint8", "256"), ("uint8", "-1"), ("int8", "128"), ("int8", "-129"), ("uint64", "18446744073709551616"),
      ("int72", "-2361183241434822606849"), ("uint256", wordMaximumPlusOne), ("uint256", "-1"),
      ("uint256", "1" + wordMaximum), ("uint256", String(repeating: "9", count: 100_000)),
      ("int256", signedMaximumPlusOne), ("int256", "-" + signedMaximumPlusTwo), ("int256", "-" + wordMaximum),
    ])
  func beyondRange(type: String, number: String) throws {
    let isSigned = type.hasPrefix("int")
    let bits = try #require(Int(type.drop { $0.isLetter }))
    for value in [number, "\"\(number)\""] {
      let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document(type: type, value: value)) }
      #expect(error.reason == .integerOutOfRange(bits: bits, isSigned: isSigned))
      #expect(error.path == "message.x")
    }
  }

  @Test(
    "hexadecimal digits of either case spell an integer, with zeros in front up to 64 digits",
    arguments: ["0xff", "0xFF", "0x0ff", word("fF")])
  func hexadecimal(text: String) throws {
    let expected = structHash(type: "uint8", word: Bytes32(bigEndian: 0, 0, 0, 255))
    #expect(try hashed(document(type: "uint8", value: "\"\(text)\"")).structHash == expected)
  }

  @Test("hexadecimal digits spell a magnitude, not a two's complement")
  func hexadecimalIsNoComplement() throws {
    let error = try #require(throws: DynamicTypedDataError.self) {
      try hashed(document(type: "int8", value: "\"0xff\""))
    }
    #expect(error.reason == .integerOutOfRange(bits: 8, isSigned: true))
  }

  @Test(
    "what is not the one spelling of an integer is refused",
    arguments: [
      "1.0", "1.5", "1e2", "1E2", "-0", "\"-0\"", "\"\"", "\"-\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"1_000\"",
      "\"1,000\"", "\"007\"", "\"00\"", "\"1.0\"", "\"1e2\"", "\"0x\"", "\"0X1\"", "\"-0x1\"", "\"0xg\"", "\"0x-1\"",
      "\"1n\"", "\"\u{0661}\"", "\"\u{ff11}\"", "\"--1\"", "\"1-\"", "\"ff\"", "true", "[1]", "{}", "\"NaN\"",
      "\"1\\u0000\"",
    ])
  func spelling(value: String) throws {
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document(type: "int64", value: value)) }
    #expect(error.reason == .notAnInteger)
    #expect(error.path == "message.x")
  }

  @Test("a number of a tree that does not come from JSON is checked like any", arguments: ["0x1", "01", "", "+1"])
  func lexemes(lexeme: String) throws {
    let types = try StrictJSON.tree(Array(#"{"A": [{"name": "x", "type": "int8"}]}"#.utf8))
    let document = JSONValue.object([
      JSONMember(name: "types", value: types), JSONMember(name: "primaryType", value: .string("A")),
      JSONMember(name: "domain", value: .object([])),
      JSONMember(name: "message", value: .object([JSONMember(name: "x", value: .number(lexeme))])),
    ])
    let error = try #require(throws: DynamicTypedDataError.self) { try DynamicTypedData(document) }
    #expect(error.reason == .notAnInteger)
  }

  private func document(type: String, value: String) -> String {
    """
    {"types": {"A": [{"name": "x", "type": "\(type)"}]}, "primaryType": "A", "domain": {}, "message": {"x": \(value)}}
    """
  }

  private func structHash(type: String, word: Bytes32) -> Bytes32 {
    var sponge = Keccak256()
    sponge.update(Keccak256.hash(utf8: "A(\(type) x)"))
    sponge.update(word)
    return sponge.finalize()
  }
}
