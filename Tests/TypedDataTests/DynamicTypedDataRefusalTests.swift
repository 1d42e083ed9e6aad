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

  var document: String {
    #"{"types": \#(types), "primaryType": \#(primaryType), "domain": \#(domain), "message": \#(message)}"#
  }
}

@Suite("Typed data that is refused")
struct DynamicTypedDataRefusalTests {
  private static let address = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"

  @Test("a value that is not of its type is refused", arguments: values)
  func value(refusal: Refusal) throws { try check(refusal) }

  @Test("an object with other members than are declared is refused", arguments: objects)
  func object(refusal: Refusal) throws { try check(refusal) }

  @Test("a member of a type that is neither elementary nor declared is refused", arguments: unknownTypes)
  func unknownType(type: String) throws { try checkType(type, .unknownType) }

  @Test("a type that is not spelled as EIP-712 spells types is refused", arguments: malformedTypes)
  func malformedType(type: String) throws { try checkType(type, .malformedType) }

  @Test("a struct type named like an elementary type is refused", arguments: reservedNames)
  func reservedName(name: String) throws {
    try check(#"{"\#(name)": []}"#, at: "types.\(name)", .reservedName)
  }

  @Test("a struct type whose name is no identifier is refused", arguments: typeNames)
  func typeName(name: String) throws { try check(#"{"\#(name)": []}"#, at: "types.?", .notAnIdentifier) }

  @Test("a member whose name is no identifier is refused", arguments: memberNames)
  func memberName(name: String) throws {
    try check(#"{"A": [{"name": "\#(name)", "type": "bool"}]}"#, at: "types.A[0].name", .notAnIdentifier)
  }

  @Test("a declaration that means nothing or two things is refused", arguments: otherDeclarations)
  func declaration(refusal: Refusal) throws { try check(refusal) }

  @Test("a domain with other fields than those of EIP-712 is refused", arguments: domains)
  func domain(refusal: Refusal) throws { try check(refusal) }

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

  private func check(_ refusal: Refusal) throws {
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(refusal.document) }
    #expect(error.path == refusal.path)
    #expect(error.reason == refusal.reason)
    #expect(error.description == "\(refusal.path) \(refusal.reason)")
  }

  private func checkType(_ type: String, _ reason: DynamicTypedDataError.Reason) throws {
    try check(#"{"A": [{"name": "x", "type": "\#(type)"}]}"#, at: "types.A[0].type", reason)
  }

  private func check(_ types: String, at path: String, _ reason: DynamicTypedDataError.Reason) throws {
    try check(Refusal(testDescription: "", types: types, path: path, reason: reason))
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

  private static let unknownTypes = [
    "uint", "int", "byte", "uint7", "uint0", "uint08", "uint264", "uint512", "int12", "bytes0", "bytes33", "bytes032",
    "String", "Missing", "function", "fixed128x18", "EIP712Domain", "Missing[]", "Missing[3]",
  ]

  private static let malformedTypes = [
    "", " uint8", "uint8 ", "uint8 []", "uint8[ ]", "uint8[", "uint8]", "uint8[]]", "uint8[[]]", "[]", "uint8[0]",
    "uint8[01]", "uint8[-1]", "uint8[100000]", "uint8[99999999999999999999]", "uint8[x]", "uint8[]x", "uint8[],bool",
    "uint8)", "A(uint8 x)", "uint8[][][][][][][][][]", "uint\u{ff18}",
  ]

  private static let reservedNames = [
    "uint", "int", "bytes", "string", "bool", "address", "uint8", "uint7", "int256", "bytes32", "bytes33", "bytes999",
  ]

  private static let typeNames = ["", "1A", "A-B", "A B", "A$", "A[]", "A(", String(repeating: "A", count: 65)]

  private static let memberNames = ["", "1", "x y", "x$", "x,bool y", "\u{e9}", String(repeating: "x", count: 65)]

  private static let otherDeclarations = [
    Refusal(testDescription: "types not an object", types: "[]", path: "types", reason: .notAnObject),
    Refusal(testDescription: "type not an array", types: #"{"A": {}}"#, path: "types.A", reason: .notAnArray),
    Refusal(
      testDescription: "member not an object", types: #"{"A": ["x"]}"#, path: "types.A[0]", reason: .notAnObject),
    Refusal(
      testDescription: "member without type", types: #"{"A": [{"name": "x"}]}"#, path: "types.A[0].type",
      reason: .missing),
    Refusal(
      testDescription: "member with more", types: #"{"A": [{"name": "x", "type": "bool", "indexed": true}]}"#,
      path: "types.A[0].indexed", reason: .undeclared),
    Refusal(
      testDescription: "member name not a text", types: #"{"A": [{"name": 1, "type": "bool"}]}"#,
      path: "types.A[0].name", reason: .notAText),
    Refusal(
      testDescription: "member type not a text", types: #"{"A": [{"name": "x", "type": null}]}"#,
      path: "types.A[0].type", reason: .notAText),
    Refusal(
      testDescription: "member declared twice",
      types: #"{"A": [{"name": "x", "type": "bool"}, {"name": "x", "type": "bool"}]}"#, path: "types.A[1].name",
      reason: .duplicate),
    Refusal(
      testDescription: "undeclared primary type", primaryType: #""B""#, path: "primaryType", reason: .unknownType),
    Refusal(testDescription: "array primary type", primaryType: #""A[]""#, path: "primaryType", reason: .unknownType),
    Refusal(
      testDescription: "elementary primary type", primaryType: #""bool""#, path: "primaryType", reason: .unknownType),
    Refusal(testDescription: "primary type not a text", primaryType: "1", path: "primaryType", reason: .notAText),
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
