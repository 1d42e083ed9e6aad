/// Answer of `POST /v1/sessionKeys/check`: whether a signed request would be admitted now. Nothing has been changed.
public struct AdmissionCheck: Codable, Hashable, Sendable {
  /// Whether it would be.
  public let admitted: Bool
  /// Why it would not.
  public let code: ErrorCode?
  /// The same in a sentence.
  public let message: String?

  /// Says yes, or why not.
  public init(admitted: Bool, code: ErrorCode? = nil, message: String? = nil) {
    self.admitted = admitted
    self.code = code
    self.message = message
  }
}
