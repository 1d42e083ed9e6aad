import ExchangeAPI
import Testing

/// A wire type as this project's are: every member known.
private struct Sample: Decodable {
  let name: String
  let note: String?
  let parent: String?
  let flag: Bool?
  let texts: [String]?
  let hasNote: Bool
  let inner: Inner?
  let count: UInt8?
  let lax: Lax?

  init(from decoder: any Decoder) throws {
    let object = try StrictObject(
      decoder, allowing: ["name", "note", "parent", "flag", "texts", "inner", "count", "lax"])
    name = try object.string("name")
    note = try object.optionalString("note")
    parent = try object.nullableString("parent")
    flag = try object.optionalBool("flag")
    texts = try object.optionalStrings("texts", maximum: 2)
    hasNote = object.contains("note")
    inner = try object.optionalValue("inner")
    count = try object.optionalValue("count")
    lax = try object.optionalValue("lax")
  }
}

private struct Inner: Decodable {
  let isOn: Bool
  let texts: [String]

  init(from decoder: any Decoder) throws {
    let object = try StrictObject(decoder, allowing: ["isOn", "texts"])
    isOn = try object.bool("isOn")
    texts = try object.strings("texts", maximum: 1)
    if texts == ["bad"] { throw Own.bad }
  }
}

private enum Own: Error { case bad }

/// A type that relies on what the compiler writes.
private struct Lax: Decodable {
  let number: UInt8
  let list: [Lax]?
}

@Suite("JSON objects of which every member is known")
struct StrictJSONObjectTests {
  @Test("members are read, and those that may be left out can be")
  func reading() throws {
    let full = try decode(
      #"{"name":"n","note":"","parent":"p","flag":false,"texts":["a","b"],"inner":{"isOn":true,"texts":[]}}"#)
    #expect(full.name == "n" && full.note == "" && full.parent == "p" && full.flag == false)
    #expect(full.texts == ["a", "b"] && full.hasNote && full.inner?.isOn == true && full.inner?.texts == [])
    let bare = try decode(#"{"parent":null,"name":""}"#)
    #expect(bare.name.isEmpty && bare.note == nil && bare.parent == nil && bare.flag == nil && bare.texts == nil)
    #expect(!bare.hasNote && bare.inner == nil)
  }

  @Test(
    "an object that is not as it must be is refused with the path of the member",
    arguments: [
      (#"{"name":"n","parent":null,"b":1,"a":2}"#, .unknownMember(path: "document", name: "a")),
      (#"{"Name":"n","parent":null}"#, .unknownMember(path: "document", name: "Name")),
      (#"{"parent":null}"#, .missing(path: "name")), (#"{"name":"n"}"#, .missing(path: "parent")),
      (#"{"name":null,"parent":null}"#, .null(path: "name")), (#"{"name":1,"parent":null}"#, .wrongType(path: "name")),
      (#"{"name":"n","parent":1}"#, .wrongType(path: "parent")),
      (#"{"name":"n","parent":null,"note":null}"#, .null(path: "note")),
      (#"{"name":"n","parent":null,"note":[]}"#, .wrongType(path: "note")),
      (#"{"name":"n","parent":null,"flag":1}"#, .wrongType(path: "flag")),
      (#"{"name":"n","parent":null,"flag":"true"}"#, .wrongType(path: "flag")),
      (#"{"name":"n","parent":null,"flag":null}"#, .null(path: "flag")),
      (#"{"name":"n","parent":null,"texts":null}"#, .null(path: "texts")),
      (#"{"name":"n","parent":null,"texts":{}}"#, .wrongType(path: "texts")),
      (#"{"name":"n","parent":null,"texts":["a",1]}"#, .wrongType(path: "texts[1]")),
      (#"{"name":"n","parent":null,"texts":["a",null]}"#, .null(path: "texts[1]")),
      (#"{"name":"n","parent":null,"texts":["a","b","c"]}"#, .tooManyElements(path: "texts", maximum: 2)),
      (#"{"name":"n","parent":null,"inner":{"isOn":true}}"#, .missing(path: "inner.texts")),
      (#"{"name":"n","parent":null,"inner":{"texts":[]}}"#, .missing(path: "inner.isOn")),
      (#"{"name":"n","parent":null,"inner":{"x":[]}}"#, .unknownMember(path: "inner", name: "x")),
      (#"{"name":"n","parent":null,"inner":[]}"#, .wrongType(path: "inner")),
      (#"{"name":"n","parent":null,"count":256}"#, .invalidValue(path: "count")),
      (#"{"name":"n","parent":null,"count":1.5}"#, .invalidValue(path: "count")),
      (#"{"name":"n","parent":null,"lax":{"number":1,"list":[{"number":256}]}}"#, .invalidValue(path: "lax")),
      ("[]", .wrongType(path: "document")), ("null", .null(path: "document")), ("1", .wrongType(path: "document")),
    ] as [(String, StrictJSONError)])
  func refusals(text: String, expected: StrictJSONError) throws {
    let error = try #require(throws: StrictJSONError.self) { try decode(text) }
    #expect(error.description == expected.description)
  }

  @Test("an error that a type throws itself arrives as it is")
  func ownError() throws {
    let error = try #require(throws: StrictJSONError.self) {
      try decode(#"{"name":"n","parent":null,"inner":{"isOn":true,"texts":["bad"]}}"#)
    }
    guard case .refused(let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(reason is Own)
  }

  @Test(
    "types that do not use StrictObject are refused with the path, except for a number that does not fit",
    arguments: [
      (#"{"number":256}"#, .invalidValue(path: "document")), (#"{"number":-1}"#, .invalidValue(path: "document")),
      (#"{"number":1.5}"#, .invalidValue(path: "document")), (#"{"number" 1}"#, .malformed(offset: nil)),
      (#"{"number":"1"}"#, .wrongType(path: "number")),
      (#"{}"#, .missing(path: "number")), (#"{"number":null}"#, .null(path: "number")),
      (#"{"number":1,"list":[{"number":1},{}]}"#, .missing(path: "list[1].number")),
    ] as [(String, StrictJSONError)])
  func compilerWritten(text: String, expected: StrictJSONError) throws {
    let error = try #require(throws: StrictJSONError.self) { try StrictJSON.decode(Lax.self, from: Array(text.utf8)) }
    #expect(error.description == expected.description)
  }

  private func decode(_ text: String) throws -> Sample { try StrictJSON.decode(Sample.self, from: Array(text.utf8)) }
}
