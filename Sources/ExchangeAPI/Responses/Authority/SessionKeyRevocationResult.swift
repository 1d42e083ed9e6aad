public import EthereumPrimitives

/// Answer of `DELETE /v1/sessionKeys`.
public struct SessionKeyRevocationResult: Codable, Hashable, Sendable {
  /// The entry's place in the ledger: nothing of the key, or keys, has a higher one.
  public let sequence: UInt64
  /// The key that was revoked; absent when all of the wallet were.
  public let sessionKey: Address?
  /// What became of the open orders.
  public let orders: [CancellationResult]

  /// Puts together the answer.
  public init(sequence: UInt64, sessionKey: Address? = nil, orders: [CancellationResult]) {
    self.sequence = sequence
    self.sessionKey = sessionKey
    self.orders = orders
  }
}
