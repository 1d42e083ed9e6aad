import EthereumPrimitives
import ExchangeAPI
import Testing
import TypedData

/// One refused document: its parts, and where and why it is refused.
struct Refusal: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var types = #"{"A": [{"name": "x", "type": "uint8"}]}"#
  var primaryType = #""A""#
  var domain = "{}"
  var message = #"{"x": 1}"#
  let path: String
  let reason: DynamicTypedDataError.Reason

  /// A document with one type, `A`, of these members.
  static func value(
    _ type: String, _ value: String, at path: String = "message.x", _ reason: DynamicTypedDataError.Reason
  ) -> Refusal {
    Refusal(
      testDescription: "\(type) \(value.prefix(30))", types: #"{"A": [{"name": "x", "type": "\#(type)"}]}"#,
      message: #"{"x": \#(value)}"#, path: path, reason: reason)
  }

  /// Expects the refusal.
  func check() throws {
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document) }
    #expect(error.path == path)
    #expect(error.reason == reason)
    #expect(error.description == "\(path) \(reason)")
  }

  var document: String {
    #"{"types": \#(types), "primaryType": \#(primaryType), "domain": \#(domain), "message": \#(message)}"#
  }
}

@Suite("Typed data that is refused")
struct DynamicTypedDataRefusalTests {
  private static let address = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"

  @Test("a value that is not of its type is refused", arguments: values)
  func value(refusal: Refusal) throws { try refusal.check() }

  @Test("an object with other members than are declared is refused", arguments: objects)
  func object(refusal: Refusal) throws { try refusal.check() }

  @Test("a domain with other fields than those of EIP-712 is refused", arguments: domains)
  func domain(refusal: Refusal) throws { try refusal.check() }

  @Test("the document that all of these are changed from is taken")
  func unchanged() throws {
    _ = try hashed(Refusal(testDescription: "", path: "", reason: .null).document)
  }

  @Test(
    "a document without one of its four parts, or with another part, is refused",
    arguments: [
      (#"{"primaryType": "A", "domain": {}, "message": {}}"#, "types", .missing),
      (#"{"types": {"A": []}, "domain": {}, "message": {}}"#, "primaryType", .missing),
      (#"{"types": {"A": []}, "primaryType": "A", "message": {}}"#, "domain", .missing),
      (#"{"types": {"A": []}, "primaryType": "A", "domain": {}}"#, "message", .missing),
      (#"{"types": {"A": []}, "primaryType": "A", "domain": {}, "message": {}, "x": 1}"#, "x", .undeclared),
      ("[]", "document", .notAnObject), ("null", "document", .notAnObject),
    ] as [(String, String, DynamicTypedDataError.Reason)])
  func parts(document: String, path: String, reason: DynamicTypedDataError.Reason) throws {
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document) }
    #expect(error.path == path)
    #expect(error.reason == reason)
  }

  @Test("a name that stands twice in a tree is refused, even when JSON was not read strictly")
  func duplicateInTree() throws {
    let twice = JSONValue.object([
      JSONMember(name: "types", value: .null), JSONMember(name: "types", value: .null),
    ])
    let error = try #require(throws: DynamicTypedDataError.self) { try DynamicTypedData(twice) }
    #expect(error.path == "types")
    #expect(error.reason == .duplicate)
    #expect(error.description == "types is named twice: leave one out")
  }

  @Test("a type that is declared twice in a tree is refused")
  func duplicateType() throws {
    let declaration = JSONMember(name: "A", value: .array([]))
    let document = JSONValue.object([
      JSONMember(name: "types", value: .object([declaration, declaration])),
      JSONMember(name: "primaryType", value: .string("A")), JSONMember(name: "domain", value: .object([])),
      JSONMember(name: "message", value: .object([])),
    ])
    let error = try #require(throws: DynamicTypedDataError.self) { try DynamicTypedData(document) }
    #expect(error.path == "types.A")
    #expect(error.reason == .duplicate)
  }

  @Test("a member whose name only looks like a declared one is refused and not printed")
  func lookalike() throws {
    let message = JSONValue.object([JSONMember(name: "\u{212a}", value: .number("1"))])
    let types = try StrictJSON.tree(Array(#"{"A": [{"name": "K", "type": "uint8"}]}"#.utf8))
    let document = JSONValue.object([
      JSONMember(name: "types", value: types), JSONMember(name: "primaryType", value: .string("A")),
      JSONMember(name: "domain", value: .object([])), JSONMember(name: "message", value: message),
    ])
    #expect("\u{212a}" == "K")
    let error = try #require(throws: DynamicTypedDataError.self) { try DynamicTypedData(document) }
    #expect(error.path == "message.?")
    #expect(error.reason == .undeclared)
  }

  private static let values: [Refusal] = [
    .value("bool", "1", .notABool), .value("bool", "\"true\"", .notABool), .value("bool", "null", .null),
    .value("string", "1", .notAText), .value("string", "null", .null), .value("string", "[]", .notAText),
    .value("uint8", "null", .null),
    .value("address", "\"\"", .notAnAddress(.notHexadecimal(.missingPrefix))),
    .value("address", "1", .notAText),
    .value(
      "address", "\"\(address.dropLast())\"", .notAnAddress(.notHexadecimal(.oddNumberOfDigits))),
    .value(
      "address", "\"\(address.dropLast(2))\"",
      .notAnAddress(.notHexadecimal(.wrongLength(expectedBytes: 20, actualBytes: 19)))),
    .value("address", "\"\(address.replacing("CD2", with: "cD2"))\"", .notAnAddress(.wrongChecksum)),
    .value("bytes", "\"abc\"", .notBytes(.missingPrefix)), .value("bytes", "\"0x1\"", .notBytes(.oddNumberOfDigits)),
    .value("bytes", "\"0x1g\"", .notBytes(.notADigit(offset: 3))), .value("bytes", "[1]", .notAText),
    .value("bytes", "null", .null),
    .value(
      "bytes", "\"0x\(String(repeating: "00", count: DynamicTypedData.bytesValueMaximum + 1))\"",
      .notBytes(.tooLong(maximumBytes: 131_072, actualBytes: 131_073))),
    .value("bytes4", "\"0x112233\"", .notBytes(.wrongLength(expectedBytes: 4, actualBytes: 3))),
    .value("bytes4", "\"0x1122334455\"", .notBytes(.wrongLength(expectedBytes: 4, actualBytes: 5))),
    .value("bytes1", "\"0x\"", .notBytes(.wrongLength(expectedBytes: 1, actualBytes: 0))),
    .value(
      "bytes32", "\"0x\(String(repeating: "00", count: 40))\"",
      .notBytes(.wrongLength(expectedBytes: 32, actualBytes: 40))),
    .value("uint8[]", "1", .notAnArray), .value("uint8[]", "null", .null), .value("uint8[]", "{}", .notAnArray),
    .value("uint8[]", "[1, 256]", at: "message.x[1]", .integerOutOfRange(bits: 8, isSigned: false)),
    .value("uint8[]", "[1, null]", at: "message.x[1]", .null),
    .value("uint8[2]", "[1]", .wrongElementCount(expected: 2, actual: 1)),
    .value("uint8[2]", "[1, 2, 3]", .wrongElementCount(expected: 2, actual: 3)),
    .value("uint8[2][]", "[[1, 2], [3]]", at: "message.x[1]", .wrongElementCount(expected: 2, actual: 1)),
    .value("uint8[][2]", "[[1], [2], []]", .wrongElementCount(expected: 2, actual: 3)),
    .value("uint8[]", "[" + String(repeating: "1,", count: 16_384) + "1]", .tooManyElements(maximum: 16_384)),
  ]

  private static let nested = #"{"A": [{"name": "x", "type": "B[]"}], "B": [{"name": "y", "type": "uint8"}]}"#

  private static let objects = [
    Refusal(testDescription: "missing", message: "{}", path: "message.x", reason: .missing),
    Refusal(testDescription: "extra", message: #"{"x": 1, "y": 1}"#, path: "message.y", reason: .undeclared),
    Refusal(testDescription: "not an object", message: "[]", path: "message", reason: .notAnObject),
    Refusal(testDescription: "null message", message: "null", path: "message", reason: .notAnObject),
    Refusal(
      testDescription: "missing in an element", types: nested, message: #"{"x": [{"y": 1}, {}]}"#,
      path: "message.x[1].y", reason: .missing),
    Refusal(
      testDescription: "extra in an element", types: nested, message: #"{"x": [{"y": 1, "z": 1}]}"#,
      path: "message.x[0].z", reason: .undeclared),
    Refusal(
      testDescription: "null element of a struct type", types: nested, message: #"{"x": [null]}"#,
      path: "message.x[0]", reason: .null),
    Refusal(
      testDescription: "struct that is not an object", types: nested, message: #"{"x": ["y"]}"#,
      path: "message.x[0]", reason: .notAnObject),
    Refusal(
      testDescription: "message beside the domain alone", primaryType: #""EIP712Domain""#, path: "message.x",
      reason: .undeclared),
  ]

  private static func domainType(_ type: String, _ name: String) -> Refusal {
    Refusal(
      testDescription: "domain declared with \(type) \(name)",
      types: #"{"A": [], "EIP712Domain": [{"name": "\#(name)", "type": "\#(type)"}]}"#,
      path: "types.EIP712Domain[0]", reason: .wrongDomainField)
  }

  private static let named = #"{"A": [], "EIP712Domain": [{"name": "name", "type": "string"}]}"#

  private static let domains = [
    domainType("string", "nonce"), domainType("uint64", "chainId"), domainType("string", "chainId"),
    domainType("bytes", "salt"), domainType("string[]", "name"), domainType("uint256", "chainid"),
    Refusal(testDescription: "not an object", domain: "[]", path: "domain", reason: .notAnObject),
    Refusal(testDescription: "declared and missing", types: named, path: "domain.name", reason: .missing),
    Refusal(
      testDescription: "present and not declared", types: named, domain: #"{"name": "n", "version": "1"}"#,
      path: "domain.version", reason: .undeclared),
    Refusal(testDescription: "unknown", domain: #"{"nonce": "1"}"#, path: "domain.nonce", reason: .undeclared),
    Refusal(testDescription: "null", domain: #"{"name": null}"#, path: "domain.name", reason: .null),
    Refusal(
      testDescription: "negative chain id", domain: #"{"chainId": -1}"#, path: "domain.chainId",
      reason: .integerOutOfRange(bits: 256, isSigned: false)),
    Refusal(
      testDescription: "short salt", domain: #"{"salt": "0x11"}"#, path: "domain.salt",
      reason: .notBytes(.wrongLength(expectedBytes: 32, actualBytes: 1))),
  ]
}
