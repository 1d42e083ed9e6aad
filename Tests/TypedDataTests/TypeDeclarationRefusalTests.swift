import Testing
import TypedData

@Suite("Type declarations that are refused")
struct TypeDeclarationRefusalTests {
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
  func declaration(refusal: Refusal) throws { try refusal.check() }

  private func checkType(_ type: String, _ reason: DynamicTypedDataError.Reason) throws {
    try check(#"{"A": [{"name": "x", "type": "\#(type)"}]}"#, at: "types.A[0].type", reason)
  }

  private func check(_ types: String, at path: String, _ reason: DynamicTypedDataError.Reason) throws {
    try Refusal(testDescription: "", types: types, path: path, reason: reason).check()
  }

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
}
