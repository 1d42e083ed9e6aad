/// Answer of `POST /v1/sessionKeys`: the key, and a pair that reads its wallet's data and dies with the key.
public struct SessionKeyRegistration: Codable, Hashable, Sendable {
  /// The key.
  public let sessionKey: SessionKeyDetails
  /// The public part of the pair.
  public let apiKey: String
  /// The secret part: answered once, never in a description.
  public let apiSecret: String
  /// The entry's place in the ledger.
  public let sequence: UInt64

  /// Puts together the answer.
  public init(sessionKey: SessionKeyDetails, apiKey: String, apiSecret: String, sequence: UInt64) {
    self.sessionKey = sessionKey
    self.apiKey = apiKey
    self.apiSecret = apiSecret
    self.sequence = sequence
  }
}

extension SessionKeyRegistration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key; nothing of the secret.
  public var description: String { "registration of session key \(sessionKey.sessionKey)" }
  /// The key; nothing of the secret.
  public var debugDescription: String { description }
  /// The key; nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: ["sessionKey": sessionKey, "apiKey": apiKey]) }
}
