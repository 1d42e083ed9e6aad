/// Answer of `GET /v1/wsToken`: opens the private subscriptions of one wallet.
public struct WebSocketToken: Codable, Hashable, Sendable {
  /// The token.
  public let token: String

  /// Puts together the answer.
  public init(token: String) {
    self.token = token
  }
}
