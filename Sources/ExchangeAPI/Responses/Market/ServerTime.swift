public import PerpsProtocol

/// Answer of `GET /v1/time`.
public struct ServerTime: Codable, Hashable, Sendable {
  /// The server's clock.
  public let serverTime: Timestamp

  /// Puts together the answer.
  public init(serverTime: Timestamp) {
    self.serverTime = serverTime
  }
}
