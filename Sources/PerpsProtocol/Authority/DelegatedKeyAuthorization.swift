public import EthereumPrimitives
public import TypedData

/// The exchange's own authorisation of a session key; signed by the wallet, which the message does not name.
///
/// Signed again with a fresh nonce and sent as a DELETE it is the exchange's own *revocation*. Byte for byte the two
/// are the same message, so the nonce of either can never be used for the other (ARCHITECTURE.md, rule 1).
public struct DelegatedKeyAuthorization: Hashable, Sendable {
  /// The request's nonce. Its timestamp is when the key's life of 30 days begins.
  public let nonce: Nonce
  /// The key that is authorised.
  public let delegatedKey: Address

  /// The sentence that the trader reads in the wallet.
  public static let message = "Sign this free message to prove you control this wallet"

  private static let messageText = TypedDataText(message)

  /// Names the key.
  public init(nonce: Nonce, delegatedKey: Address) {
    self.nonce = nonce
    self.delegatedKey = delegatedKey
  }

  /// The first millisecond at which the key may do nothing any more.
  public var expiresAt: Timestamp {
    nonce.time.timestamp.adding(milliseconds: SessionKeyAuthorization.lifetimeMillisecondsMaximum)
  }
}

extension DelegatedKeyAuthorization: PerpsMessage {
  /// `DelegatedKeyAuthorization` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "DelegatedKeyAuthorization",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("delegatedPublicKey") { $0.delegatedKey },
    .string("message") { _ in messageText })
}
