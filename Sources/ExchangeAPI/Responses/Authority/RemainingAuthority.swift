public import PerpsProtocol

/// What a session key may still do.
public struct RemainingAuthority: Codable, Hashable, Sendable {
  /// The first millisecond at which it may do nothing any more.
  public let expiresAt: Timestamp
  /// What is left of its daily limit; absent when it has none.
  public let valueRemainingToday: Pips?

  /// Says what is left.
  public init(expiresAt: Timestamp, valueRemainingToday: Pips? = nil) {
    self.expiresAt = expiresAt
    self.valueRemainingToday = valueRemainingToday
  }
}
