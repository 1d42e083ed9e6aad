import ExchangeAPI
import Testing

@Suite("A body that is not exactly what a call takes is refused with a sentence")
struct SignedRequestBodyRefusalTests {
  static let table = BadValues.all + BadSignatures.all + BadBodies.all

  @Test("the table of bad bodies", arguments: table)
  func refusal(of body: BadBody) throws {
    let answered = try #require(body.answered)
    #expect(answered.code == body.code)
    #expect(answered.description == body.message)
  }
}
