import ExchangeAPI
import Foundation
import Testing
import TypedData

@Suite("JSON read as a tree")
struct StrictJSONTreeTests {
  @Test(
    "numbers keep their spelling",
    arguments: [
      "0", "-0", "1", "-1", "1.0", "1.50", "1e3", "1E+3", "1e-400", "1e400", "123456789012345678901234567890",
      "115792089237316195423570985008687907853269984665640564039457584007913129639935",
      "0.1000000000000000055511151231",
    ])
  func numbers(lexeme: String) throws {
    #expect(try spelled(lexeme) == lexeme)
    #expect(try spelled(#"{"a":[ 1 ,{"b": \#(lexeme)}],"c":\#(lexeme)}"#) == #"{a:[1,{b:\#(lexeme)}],c:\#(lexeme)}"#)
  }

  @Test("members keep their order, also of many")
  func order() throws {
    let names = (0..<500).map { "n\(($0 * 7_919) % 500)" }
    let document = "{" + names.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
    #expect(try spelled(document) == "{" + names.map { "\($0):'\($0)'" }.joined(separator: ",") + "}")
  }

  @Test(
    "every kind of value is read as it is",
    arguments: [
      ("null", "null"), ("true", "true"), ("false", "false"), ("\"\"", "''"), ("[]", "[]"), ("{}", "{}"),
      (" [ [ ] , { } , null ] ", "[[],{},null]"), (#""\"\\\/\b\f\n\r\t""#, "'\"\\/\u{8}\u{c}\n\r\t'"),
      (#""\u00e9\u0065\u0301""#, "'\u{e9}e\u{301}'"), (#""\ud83d\ude00""#, "'\u{1f600}'"),
      (#""\uD83D\uDE00\u0000\uffff""#, "'\u{1f600}\u{0}\u{ffff}'"),
      ("\"\u{feff}\u{2028}\u{7f}\"", "'\u{feff}\u{2028}\u{7f}'"),
      (#"["1",1,true,"true"]"#, "['1',1,true,'true']"), (#"{"":1}"#, "{:1}"),
      (#"{"a b":1,"A":2,"a":3}"#, "{a b:1,A:2,a:3}"),
    ])
  func values(document: String, expected: String) throws {
    let tree = try spelled(document)
    #expect(tree.utf8.elementsEqual(expected.utf8), "\(tree.debugDescription)")
  }

  // The limit in time is there to end a run that hangs; how long reading takes is for the benchmark.
  @Test("documents of one megabyte are read or refused", .timeLimit(.minutes(1)), arguments: largest)
  func large(document: Large) throws {
    #expect(document.bytes.count <= StrictJSON.bytesMaximum)
    #expect(((try? StrictJSON.tree(document.bytes)) == nil) == document.isRefused)
  }

  @Test("documents that are cut off or changed at any byte are read or refused, and never trap")
  func mutations() throws {
    let document = Array(#"{"a":[1,-2.5e+3,"x\ud83d\ude00\n"],"b":{"c":null,"d":true},"é":"é"}"#.utf8)
    let bytes: [UInt8] = Array("{}[]\":,\\0-.eEu tfn\u{0}\u{7f}".utf8) + [0x80, 0xc3, 0xed, 0xff]
    var taken = 0
    for offset in document.indices {
      if (try? StrictJSON.tree(Array(document[..<offset]))) != nil { taken += 1 }
      for byte in bytes {
        var changed = document
        changed[offset] = byte
        if (try? StrictJSON.tree(changed)) != nil { taken += 1 }
        changed.insert(byte, at: offset)
        if (try? StrictJSON.tree(changed)) != nil { taken += 1 }
      }
    }
    #expect(taken == 0, "the last member's name is not ASCII")
  }

  struct Large: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var isRefused = true

    static func valid(
      _ description: String, _ start: String, repeating unit: String, _ count: Int, _ end: String
    ) -> Large {
      var document = Large(description, start, repeating: unit, count, end)
      document.isRefused = false
      return document
    }

    init(_ description: String, _ start: String = "", repeating unit: String, _ count: Int, _ end: String = "") {
      testDescription = description
      bytes = Array((start + String(repeating: unit, count: count) + end).utf8)
    }
  }

  private static let largest = [
    .valid("numbers", "[", repeating: "1,", 520_000, "1]"),
    .valid("objects", "[", repeating: #"{"a":{"b":[]}},"#, 60_000, "1]"),
    .valid("escapes", "[\"", repeating: #"\ud83d\ude00"#, 80_000, "\"]"),
    .valid("one number", "", repeating: "9", 1_000_000, ""), Large("open arrays", repeating: "[", 1_000_000),
    Large("open objects", repeating: #"{"a":"#, 200_000), Large("quotation marks", repeating: "\"", 1_000_000),
    Large("commas", repeating: ",", 1_000_000), Large("colons", repeating: ":", 1_000_000),
    Large("spaces", repeating: " ", 1_000_000), Large("one name", "{\"", repeating: "a", 1_000_000, "\":1}"),
  ]

  @Test("an object of 70,000 members is read whole", .timeLimit(.minutes(1)))
  func largeObject() throws {
    let members = (0..<70_000).map { #""n\#($0)":1"# }.joined(separator: ",")
    guard case .object(let read) = try StrictJSON.tree(Array("{\(members)}".utf8)) else {
      Issue.record("not an object")
      return
    }
    #expect(read.count == 70_000)
  }

  private func spelled(_ text: String) throws -> String { spell(try StrictJSON.tree(Array(text.utf8))) }

  private func spell(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let lexeme): lexeme
    case .string(let text): "'\(text)'"
    case .array(let elements): "[" + elements.map(spell).joined(separator: ",") + "]"
    case .object(let members): "{" + members.map { $0.name + ":" + spell($0.value) }.joined(separator: ",") + "}"
    }
  }
}
