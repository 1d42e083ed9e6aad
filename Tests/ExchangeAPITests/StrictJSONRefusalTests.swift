import ExchangeAPI
import Foundation
import Testing
import TypedData

/// Reads anything at all, and looks at nothing in it.
private struct Unread: Decodable {
  init(from decoder: any Decoder) throws {}
}

@Suite("JSON that is refused")
struct StrictJSONRefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let error: StrictJSONError
    /// Whether Foundation alone takes the text when nobody reads its members.
    var isTakenByFoundation = false

    var testDescription: String { "\(text.prefix(40).debugDescription)" }
  }

  @Test("a document that another reader could read differently is refused", arguments: words + names + nesting)
  func refusal(refusal: Refusal) throws {
    let bytes = Array(refusal.text.utf8)
    let untyped = try #require(throws: StrictJSONError.self) { try StrictJSON.tree(bytes) }
    #expect(untyped.description == refusal.error.description)
    let typed = try #require(throws: StrictJSONError.self) { try StrictJSON.decode(Unread.self, from: bytes) }
    #expect(typed.description == refusal.error.description)
  }

  @Test("what the guard is for is taken by Foundation alone", arguments: words + names + nesting)
  func foundation(refusal: Refusal) {
    let isTaken = (try? JSONDecoder().decode(Unread.self, from: Data(refusal.text.utf8))) != nil
    #expect(isTaken == refusal.isTakenByFoundation)
  }

  @Test("a document that is no JSON sentence is refused", arguments: sentences)
  func sentence(text: String) throws {
    let bytes = Array(text.utf8)
    for read in [{ _ = try StrictJSON.tree(bytes) }, { _ = try StrictJSON.decode(Unread.self, from: bytes) }] {
      let error = try #require(throws: StrictJSONError.self) { try read() }
      guard case .malformed = error else {
        Issue.record("\(error)")
        continue
      }
    }
  }

  @Test("bytes that are not UTF-8 are refused", arguments: otherEncodings)
  func encoding(bytes: [UInt8]) throws {
    let error = try #require(throws: StrictJSONError.self) { try StrictJSON.tree(bytes) }
    guard case .notUTF8 = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("a document of exactly the maximum is read, and one byte more is refused")
  func size() throws {
    _ = try StrictJSON.tree(Array("[1]".utf8), bytesMaximum: 3)
    let error = try #require(throws: StrictJSONError.self) { try StrictJSON.tree(Array("[1] ".utf8), bytesMaximum: 3) }
    #expect(error.description == StrictJSONError.tooLong(bytesMaximum: 3, actualBytes: 4).description)
    #expect(throws: StrictJSONError.self) {
      try StrictJSON.decode(Unread.self, from: [UInt8](repeating: 0x20, count: StrictJSON.bytesMaximum) + [0x31])
    }
  }

  @Test("the last allowed depth is read, and one more is refused", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(opening: String, closing: String) throws {
    let document = { (depth: Int) in
      Array((String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
    }
    _ = try StrictJSON.tree(document(StrictJSON.depthMaximum))
    let error = try #require(throws: StrictJSONError.self) { try StrictJSON.tree(document(33)) }
    let expected = StrictJSONError.tooDeep(offset: 32 * opening.utf8.count, depthMaximum: 32)
    #expect(error.description == expected.description)
  }

  @Test("every error says what was wrong in a sentence of its own")
  func descriptions() {
    let errors: [StrictJSONError] = [
      .tooLong(bytesMaximum: 1, actualBytes: 2), .notUTF8, .tooDeep(offset: 1, depthMaximum: 2),
      .malformed(offset: nil),
      .malformed(offset: 1), .malformedString(offset: 1), .malformedNumber(offset: 1), .unusualMemberName(offset: 1),
      .duplicateMember(offset: 1, name: "a"), .unknownMember(path: "a", name: "b"), .missing(path: "a"),
      .null(path: "a"), .wrongType(path: "a"), .invalidValue(path: "a"), .tooManyElements(path: "a", maximum: 1),
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
  }

  private static let words: [Refusal] =
    ["[01]", "[-]", "[1.]", "[1e]", "[1.0e+]", "[-01]", "[00]", "[1-2]", "[1.2.3]", "[--1]", "[1e5e5]", "[1e400e]"].map
  {
    Refusal(text: $0, error: .malformedNumber(offset: 1), isTakenByFoundation: true)
  }
    + [
      #""\ud800""#, #""\udc00""#, #""\ud800A""#, #""\ud800\u0041""#, #""\ud800\ud800""#, #""\udc00\ud800""#,
      #""\x41""#, #""\u12G4""#, #""\'""#, "\"a\nb\"", "\"a\tb\"", "\"abcd\u{0}\"", "\"\u{1f}\"",
    ].map { Refusal(text: "[\($0)]", error: .malformedString(offset: 1), isTakenByFoundation: true) }
    + ["[\"", "[\"a", "[\"\\", "[\"\\\"", "[\"\\u", "[\"\\u12", "[\"\\ud800", "[\"\\ud800\\u"].map {
      Refusal(text: $0, error: .malformedString(offset: 1))
    }
    + [
      "[.5]", "[+1]", "[NaN]", "[Infinity]", "[tru]", "[TRUE]", "[nul]", "[True]", "['a']", "[undefined]", "[/**/]",
      "[\u{a0}1]", "[\u{2028}1]", "[\u{b}1]", "[\u{c}1]", "[\u{feff}1]", "[\\u0031]", "[a]", "[#]",
    ].map { Refusal(text: $0, error: .malformed(offset: 1)) }

  private static let names: [Refusal] = [
    Refusal(text: #"{"a":1,"a":2}"#, error: .duplicateMember(offset: 7, name: "a"), isTakenByFoundation: true),
    Refusal(text: #"{"a":1,"b":{},"a":1}"#, error: .duplicateMember(offset: 14, name: "a"), isTakenByFoundation: true),
    Refusal(text: #"[{"":1,"":2}]"#, error: .duplicateMember(offset: 7, name: ""), isTakenByFoundation: true),
    Refusal(
      text: #"{"a":{"b":[{"c":1,"c":1}]}}"#, error: .duplicateMember(offset: 18, name: "c"), isTakenByFoundation: true),
    Refusal(text: #"{"\u0061":1}"#, error: .unusualMemberName(offset: 1), isTakenByFoundation: true),
    Refusal(text: #"{"a":1,"\u0061":2}"#, error: .unusualMemberName(offset: 7), isTakenByFoundation: true),
    Refusal(text: #"{"a\/b":1}"#, error: .unusualMemberName(offset: 1), isTakenByFoundation: true),
    Refusal(text: "{\"K\":1,\"\u{212a}\":2}", error: .unusualMemberName(offset: 7), isTakenByFoundation: true),
    Refusal(text: "{\"\u{e9}\":1}", error: .unusualMemberName(offset: 1), isTakenByFoundation: true),
    Refusal(text: "{\"a\u{200b}\":1}", error: .unusualMemberName(offset: 1), isTakenByFoundation: true),
    Refusal(text: "{\"\u{7f}\":1}", error: .unusualMemberName(offset: 1), isTakenByFoundation: true),
    Refusal(
      text: "{\"\(String(repeating: "a", count: 129))\":1}", error: .unusualMemberName(offset: 1),
      isTakenByFoundation: true),
  ]

  private static let nesting: [Refusal] = [
    Refusal(text: "[1,]", error: .malformed(offset: 3), isTakenByFoundation: true),
    Refusal(text: "[1, ]", error: .malformed(offset: 4), isTakenByFoundation: true),
    Refusal(text: #"{"a":1,}"#, error: .malformed(offset: 7), isTakenByFoundation: true),
    Refusal(text: #"{"a":[1,]}"#, error: .malformed(offset: 8), isTakenByFoundation: true),
    Refusal(text: "", error: .malformed(offset: 0)), Refusal(text: " ", error: .malformed(offset: 1)),
    Refusal(text: "[", error: .malformed(offset: 1)), Refusal(text: "{", error: .malformed(offset: 1)),
    Refusal(text: "]", error: .malformed(offset: 0)), Refusal(text: "[1}", error: .malformed(offset: 2)),
    Refusal(text: "[1]]", error: .malformed(offset: 3)), Refusal(text: #"{"a":}"#, error: .malformed(offset: 5)),
    Refusal(text: #"{"a"}"#, error: .malformed(offset: 4)), Refusal(text: "{1:2}", error: .malformed(offset: 1)),
    Refusal(text: "{a:1}", error: .malformed(offset: 1)), Refusal(text: "{'a':1}", error: .malformed(offset: 1)),
    Refusal(text: #"{"a":1:2}"#, error: .malformed(offset: 7)), Refusal(text: "{} {}", error: .malformed(offset: 4)),
    Refusal(text: "{}x", error: .malformed(offset: 2)), Refusal(text: "1 2", error: .malformed(offset: 2)),
    Refusal(text: "[1]//c", error: .malformed(offset: 3)), Refusal(text: "/*c*/[1]", error: .malformed(offset: 0)),
    Refusal(text: "[1]\u{feff}", error: .malformed(offset: 3)),
    Refusal(text: "[1 ]\u{0}", error: .malformed(offset: 4)),
  ]

  /// All words are right, and Foundation refuses how they follow each other.
  private static let sentences = [
    "[,1]", "[1,,2]", "[1 2]", "[1\"a\"]", "[truefalse]", "[true1]", #"["a""b"]"#, #"["a":1]"#, #"{"a" 1}"#, "{,}",
    #"{"a":1 "b":2}"#, #"{:1}"#, #"{"a"::1}"#, #"{,"a":1}"#, #"{"a":1,,"b":2}"#, "[1],", ",[1]", ":[1]", "1:", "[:]",
    "[1:]", "[][]", "[]{}", "[] 1", #"{"a":1}"b""#, #"{"a",1}"#, #"{"a":,1}"#, "[[],,[]]", "[{}{}]", "[1[]]",
  ]

  private static let otherEncodings: [[UInt8]] = [
    [0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d],
    [0xff, 0xfe, 0x5b, 0x00, 0x31, 0x00, 0x5d, 0x00], [0xfe, 0xff, 0x00, 0x5b, 0x00, 0x31, 0x00, 0x5d],
    [0x5b, 0x00, 0x31, 0x00, 0x5d, 0x00], [0x00, 0x5b, 0x00, 0x31, 0x00, 0x5d],
    [0x5b, 0x00, 0x00, 0x00, 0x5d, 0x00, 0x00, 0x00], [0x00, 0x00, 0x00, 0x5b, 0x00, 0x00, 0x00, 0x5d],
    [0x00, 0x00, 0xfe, 0xff, 0x00, 0x00, 0x00, 0x31], [0xff, 0xfe, 0x00, 0x00, 0x31, 0x00, 0x00, 0x00],
    [0x31, 0x00], [0x00, 0x31], [0x00],
    [0x5b, 0x22, 0xff, 0x22, 0x5d], [0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d], [0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d],
    [0x5b, 0x22, 0xf4, 0x90, 0x80, 0x80, 0x22, 0x5d], [0x5b, 0x22, 0xe2, 0x82], [0x5b, 0x22, 0x80, 0x22, 0x5d],
  ]
}
