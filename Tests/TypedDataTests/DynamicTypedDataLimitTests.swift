import ExchangeAPI
import Testing
import TypedData

@Suite("The limits of typed data")
struct DynamicTypedDataLimitTests {
  private static let recursive = #"{"List": [{"name": "next", "type": "List"}]}"#

  @Test("the last allowed number of types is taken, and one more is refused")
  func types() throws {
    let document = { (count: Int) in
      let types = (0..<count).map { #""T\#($0)": []"# }.joined(separator: ",")
      return #"{"types": {\#(types)}, "primaryType": "T0", "domain": {}, "message": {}}"#
    }
    _ = try hashed(document(64))
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document(65)) }
    #expect(error.path == "types")
    #expect(error.reason == .tooManyTypes(maximum: 64))
  }

  @Test("the last allowed number of members is taken, and one more is refused")
  func members() throws {
    let document = { (count: Int) in
      let members = (0..<count).map { #"{"name": "x\#($0)", "type": "bool"}"# }.joined(separator: ",")
      let values = (0..<count).reversed().map { #""x\#($0)": true"# }.joined(separator: ",")
      return #"{"types": {"A": [\#(members)]}, "primaryType": "A", "domain": {}, "message": {\#(values)}}"#
    }
    _ = try hashed(document(1_024))
    let error = try #require(throws: DynamicTypedDataError.self) { try hashed(document(1_025)) }
    #expect(error.path == "types.A")
    #expect(error.reason == .tooManyMembers(maximum: 1_024))
  }

  @Test("the last allowed depth is taken, and one more is refused")
  func depth() throws {
    let value = { (depth: Int) in
      (1..<depth).reduce(JSONValue.object([JSONMember(name: "next", value: .null)])) { inner, _ in
        .object([JSONMember(name: "next", value: inner)])
      }
    }
    _ = try DynamicTypedData(document(value(32)))
    let error = try #require(throws: DynamicTypedDataError.self) { try DynamicTypedData(document(value(33))) }
    #expect(error.path == "message" + String(repeating: ".next", count: 32))
    #expect(error.reason == .tooDeep(maximum: 32))
  }

  @Test("the last allowed number of brackets, of elements and of characters in a name is taken")
  func others() throws {
    let name = String(repeating: "x", count: DynamicTypedData.identifierBytesMaximum)
    let type = "bool" + String(repeating: "[]", count: DynamicTypedData.arrayDimensionsMaximum)
    let bits = Array(repeating: "true", count: DynamicTypedData.elementsMaximum).joined(separator: ",")
    _ = try hashed(
      """
      {"types": {"\(name)": [{"name": "\(name)", "type": "\(type)"}, {"name": "b", "type": "bool[]"}]},
      "primaryType": "\(name)", "domain": {}, "message": {"\(name)": [], "b": [\(bits)]}}
      """)
  }

  @Test("a document of the most types and members is hashed", .timeLimit(.minutes(1)))
  func time() throws {
    let names = (0..<16).map { "m" + String(repeating: "x", count: 61) + String($0, radix: 16) }
    let types = (0..<64).map { number in
      let members = names.enumerated().map { index, name in
        #"{"name": "\#(name)", "type": "T\#((number + index) % 64)"}"#
      }
      return #""T\#(number)": [\#(members.joined(separator: ","))]"#
    }
    let values = names.map { #""\#($0)": null"# }.joined(separator: ",")
    let document = """
      {"types": {\(types.joined(separator: ","))}, "primaryType": "T0", "domain": {}, "message": {\(values)}}
      """
    #expect(try hashed(document).encodedType.utf8.count > 64 * 16 * 64)
  }

  private func document(_ message: JSONValue) throws -> JSONValue {
    .object([
      JSONMember(name: "types", value: try StrictJSON.tree(Array(Self.recursive.utf8))),
      JSONMember(name: "primaryType", value: .string("List")), JSONMember(name: "domain", value: .object([])),
      JSONMember(name: "message", value: message),
    ])
  }
}
