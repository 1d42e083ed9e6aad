/// What every refused or failed call answers.
public struct ErrorDetails: Codable, Hashable, Sendable {
  /// The stable code, for programs.
  public let code: ErrorCode
  /// What was wrong and what to do, in a sentence.
  public let message: String

  /// Puts together the answer.
  public init(code: ErrorCode, message: String) {
    self.code = code
    self.message = message
  }
}
