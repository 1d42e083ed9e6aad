public import PerpsProtocol

/// How often a session key signed what only its wallet may sign.
public struct CustodyAttemptSummary: Codable, Hashable, Sendable {
  /// How many attempts there were.
  public let count: UInt64
  /// When the first was recorded.
  public let firstTime: Timestamp
  /// When the last was recorded.
  public let lastTime: Timestamp

  /// Counts attempts.
  public init(count: UInt64, firstTime: Timestamp, lastTime: Timestamp) {
    self.count = count
    self.firstTime = firstTime
    self.lastTime = lastTime
  }
}
