import ExchangeAPI
import SessionKeys
import Testing

@Suite("Every code has one meaning and one status")
struct ErrorCodeTests {
  @Test("no code stands in both lists")
  func codesAreDistinct() {
    let refusals = Set(RefusalCode.allCases.map(\.rawValue))
    #expect(refusals.isDisjoint(with: ExchangeErrorCode.allCases.map(\.rawValue)))
  }

  @Test("a code comes back as it was, known or not")
  func roundTrip() throws {
    for code in RefusalCode.allCases { #expect(ErrorCode(code.rawValue) == .refusal(code)) }
    for code in ExchangeErrorCode.allCases { #expect(ErrorCode(code.rawValue) == .exchange(code)) }
    #expect(ErrorCode("SOMETHING_NEW") == .unknown("SOMETHING_NEW"))
    #expect(ErrorCode("SOMETHING_NEW").text == "SOMETHING_NEW")
    let details = try StrictJSON.decode(
      ErrorDetails.self, from: Array(#"{"code":"NONCE_ALREADY_USED","message":"m"}"#.utf8))
    #expect(details == ErrorDetails(code: .refusal(.nonceAlreadyUsed), message: "m"))
  }

  @Test("every status is one of an error")
  func statuses() {
    let codes = RefusalCode.allCases.map(ErrorCode.refusal) + ExchangeErrorCode.allCases.map(ErrorCode.exchange)
    #expect(codes.allSatisfy { (400...503).contains($0.status) })
    #expect(ErrorCode.unknown("X").status == 500)
  }

  @Test("the codes of bodies and queries that are refused are known")
  func bodiesAndQueries() {
    for body in BadBodies.all {
      if case .unknown(let text)? = body.answered?.errorCode { Issue.record("\(text)") }
    }
    #expect(QueryError.malformed.code == .exchange(.badRequest))
    #expect(QueryError.required(name: .nonce).code == .exchange(.requiredParameter))
  }
}
