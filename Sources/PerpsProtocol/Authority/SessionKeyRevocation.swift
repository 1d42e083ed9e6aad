public import EthereumPrimitives
public import TypedData

/// Ends one session key for ever; signed by the wallet or by the key itself.
public struct SessionKeyRevocation: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that authorised the key.
  public let wallet: Address
  /// The key that ends.
  public let sessionKey: Address
  /// What becomes of its resting orders.
  public let openOrders: OpenOrders

  /// Ends a key.
  public init(nonce: Nonce, wallet: Address, sessionKey: Address, openOrders: OpenOrders) {
    self.nonce = nonce
    self.wallet = wallet
    self.sessionKey = sessionKey
    self.openOrders = openOrders
  }
}

extension SessionKeyRevocation: PerpsMessage {
  /// `SessionKeyRevocation` of this project.
  public static let schema = TypedDataSchema<Self>(
    "SessionKeyRevocation",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("sessionKey") { $0.sessionKey },
    .string("openOrders") { $0.openOrders.typedDataText })
}

/// Ends every session key of a wallet that was authorised before it, seen or not; signed by the wallet.
public struct AllSessionKeysRevocation: Hashable, Sendable {
  /// The request's nonce. No authorisation with an earlier nonce is ever accepted again.
  public let nonce: Nonce
  /// The wallet whose keys end.
  public let wallet: Address
  /// What becomes of their resting orders.
  public let openOrders: OpenOrders

  /// Ends all keys.
  public init(nonce: Nonce, wallet: Address, openOrders: OpenOrders) {
    self.nonce = nonce
    self.wallet = wallet
    self.openOrders = openOrders
  }
}

extension AllSessionKeysRevocation: PerpsMessage {
  /// `AllSessionKeysRevocation` of this project.
  public static let schema = TypedDataSchema<Self>(
    "AllSessionKeysRevocation",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("openOrders") { $0.openOrders.typedDataText })
}
