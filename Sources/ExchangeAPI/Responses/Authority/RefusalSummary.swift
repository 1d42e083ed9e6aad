public import PerpsProtocol

/// How often requests of a session key were refused.
public struct RefusalSummary: Codable, Hashable, Sendable {
  /// How many there were, as far as the server remembers.
  public let count: UInt64
  /// Why the last was refused.
  public let lastCode: ErrorCode?
  /// When the last was refused.
  public let lastTime: Timestamp?

  /// Counts refusals.
  public init(count: UInt64, lastCode: ErrorCode? = nil, lastTime: Timestamp? = nil) {
    self.count = count
    self.lastCode = lastCode
    self.lastTime = lastTime
  }
}
