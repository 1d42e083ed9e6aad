internal import ExchangeAPI
internal import ExchangeClient
internal import SessionKeys

extension ExchangeError {
  /// A fixed name for programs: the exchange's own where it has answered with one.
  var codeText: String {
    switch self {
    case .invalid: "INVALID_PARAMETER"
    case .wouldBeRefused(let refusal): ErrorCode.refusal(refusal.code).text
    case .credentialsMissing: "REQUIRED_API_KEY"
    case .notSigned: "INTERNAL_ERROR"
    case .refused(let code, _, _): code.text
    case .notReachable: "NOT_REACHABLE"
    case .notAnswered: "NOT_ANSWERED"
    case .unreadableAnswer: "UNREADABLE_ANSWER"
    case .fateUnknown: "FATE_UNKNOWN"
    case .cancelled: "CANCELLED"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .invalid: .badInput
    case .wouldBeRefused: .refused
    case .credentialsMissing: .noInput
    case .notSigned: .internalError
    case .refused(_, _, let status): status == 429 || status == 503 ? .tryLater : .refused
    case .notReachable, .notAnswered, .fateUnknown, .cancelled: .unavailable
    case .unreadableAnswer: .badAnswer
    }
  }

  /// What was wrong and what to do, in a sentence.
  var words: String {
    guard case .notReachable(let reason) = self else { return description }
    return "the exchange cannot be reached (\(reason)): is it running, and is --url right?"
  }
}

/// Does something with an exchange, and gives its errors this tool's own type.
func asking<Answer>(
  _ ask: () async throws(ExchangeError) -> Answer
) async throws(CommandFailure) -> Answer {
  do { return try await ask() } catch { throw .exchange(error) }
}
