import ExchangeAPI
import Foundation
import Testing
import TypedData

@Suite("A JSON value is written as it was read, or not at all")
struct JSONValueEncodingTests {
  private func written(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(try StrictJSON.tree(Array(text.utf8))), as: UTF8.self)
  }

  @Test(
    "a value comes back unchanged",
    arguments: [
      #"{"a":[1,"x/y",null,true,false,{"b":[]}],"c":{}}"#, "0", "-1", "9223372036854775807", "-9223372036854775808",
      "9223372036854775808", "18446744073709551615", #""""#, #""注文-七 é e\#u{301}""#, "null", "true", "[]",
    ])
  func valueComesBack(text: String) throws {
    #expect(try Array(written(text).utf8) == Array(text.utf8))
  }

  @Test(
    "a number that would be rounded, or written in another way, is refused",
    arguments: ["0.1", "1.0", "1e3", "-0", "18446744073709551616", "-9223372036854775809"])
  func inexactNumberIsRefused(text: String) {
    #expect(throws: EncodingError.self) { try written("[\(text)]") }
  }

  @Test("the error for a number says where it is")
  func refusalHasAPath() throws {
    let error = try #require(throws: EncodingError.self) { try written(#"{"a":[1,0.5]}"#) }
    guard case .invalidValue(_, let context) = error else { throw error }
    #expect(context.codingPath.map(\.stringValue) == ["a", "Index 1"])
  }
}
