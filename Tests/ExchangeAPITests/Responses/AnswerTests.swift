import EthereumPrimitives
import ExchangeAPI
import Foundation
import PerpsProtocol
import Testing

/// An answer as it stands on the wire, and the type that reads it.
struct SampleAnswer: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  /// Reads a document as the answer's type and writes it again.
  let rewrite: @Sendable (String) throws -> String
  /// Reads a document as the answer's type and says what its description and mirror show.
  let shown: @Sendable (String) throws -> String

  init<Answer: Codable & Sendable>(_ type: Answer.Type, _ text: String) {
    testDescription = "\(type) \(text.prefix(60))"
    self.text = text
    rewrite = { document in
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let answer = try StrictJSON.decode(Answer.self, from: Array(document.utf8))
      return String(decoding: try encoder.encode(answer), as: UTF8.self)
    }
    shown = { document in
      let answer = try StrictJSON.decode(Answer.self, from: Array(document.utf8))
      var dumped = ""
      dump(answer, to: &dumped)
      return "\(answer) \(String(reflecting: answer)) \(dumped)"
    }
  }
}

@Suite("An answer has the exchange's field names, read and written")
struct AnswerTests {
  @Test("every member is kept, what is absent stays absent, and null stays null", arguments: SampleAnswers.all)
  func roundTrip(answer: SampleAnswer) throws {
    #expect(try answer.rewrite(answer.text) == answer.text)
  }

  @Test("a member that a later version adds is passed over", arguments: SampleAnswers.all)
  func unknownMember(answer: SampleAnswer) throws {
    #expect(try answer.rewrite(#"{"zzz":[1],"# + answer.text.dropFirst()) == answer.text)
  }

  @Test("a member that is there twice is refused", arguments: SampleAnswers.all)
  func duplicateMember(answer: SampleAnswer) {
    #expect(throws: StrictJSONError.self) { try answer.rewrite(#"{"zzz":1,"zzz":1,"# + answer.text.dropFirst()) }
  }

  @Test("numbers and names with another spelling are refused")
  func otherSpellings() throws {
    let answer = try #require(SampleAnswers.all.first { $0.testDescription.hasPrefix("PositionDetails") })
    for (old, new) in [
      ("-2.50000000", "-2.5"), ("-2.50000000", "-0.00000000"), ("-2.50000000", "+2.50000000"), ("ETH-USD", "ETH USD"),
      (#""value":"-2.50000000""#, #""value":-2.5"#), ("1772366400000", "253402300800000"), ("1772366400000", "-1"),
    ] {
      let changed = answer.text.replacing(old, with: new)
      #expect(changed != answer.text)
      #expect(throws: StrictJSONError.self) { try answer.rewrite(changed) }
    }
    let order = try #require(SampleAnswers.all.first { $0.testDescription.hasPrefix("OrderDetails") })
    #expect(throws: StrictJSONError.self) { try order.rewrite(order.text.replacing("partiallyFilled", with: "Open")) }
    #expect(throws: StrictJSONError.self) { try order.rewrite(order.text.replacing(#""sell""#, with: "1")) }
  }

  @Test("a secret that was answered is not shown")
  func secret() throws {
    let answer = try #require(SampleAnswers.all.first { $0.testDescription.hasPrefix("SessionKeyRegistration") })
    let shown = try answer.shown(answer.text.replacing(#""apiSecret":"s""#, with: #""apiSecret":"hush-hush""#))
    #expect(!shown.contains("hush-hush"))
  }
}
