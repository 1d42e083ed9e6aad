public import EthereumPrimitives
public import TypedData

/// Cancels the named orders of a wallet.
public struct OrderCancellationByOrderID: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that owns the orders.
  public let wallet: Address
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address
  /// Which orders, from 1 to ``orderIDsMaximum``.
  public let orderIDs: [OrderReference]

  /// The most orders that one cancellation may name.
  public static let orderIDsMaximum = 1_000

  /// Names 1 to ``orderIDsMaximum`` orders, or gives `nil`.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  public init?(nonce: Nonce, wallet: Address, sessionKey: Address?, orderIDs: [OrderReference]) {
    guard !orderIDs.isEmpty, orderIDs.count <= Self.orderIDsMaximum else { return nil }
    self.nonce = nonce
    self.wallet = wallet
    delegatedKey = sessionKey ?? .zero
    self.orderIDs = orderIDs
  }
}

extension OrderCancellationByOrderID: PerpsMessage {
  /// `OrderCancellationByOrderId` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "OrderCancellationByOrderId",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("delegatedKey") { $0.delegatedKey },
    .strings("orderIds") { $0.orderIDs.map { $0.text } })
}

/// Cancels all orders of a wallet that one session key has signed.
public struct OrderCancellationByDelegatedKey: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that owns the orders.
  public let wallet: Address
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address
  /// The session key whose orders are cancelled.
  public let orderDelegatedKey: Address

  /// Names the key whose orders are cancelled.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  public init(nonce: Nonce, wallet: Address, sessionKey: Address?, ordersOf orderDelegatedKey: Address) {
    self.nonce = nonce
    self.wallet = wallet
    delegatedKey = sessionKey ?? .zero
    self.orderDelegatedKey = orderDelegatedKey
  }
}

extension OrderCancellationByDelegatedKey: PerpsMessage {
  /// `OrderCancellationByDelegatedKey` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "OrderCancellationByDelegatedKey",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("delegatedKey") { $0.delegatedKey },
    .address("orderDelegatedKey") { $0.orderDelegatedKey })
}

/// Cancels all orders of a wallet in one market.
public struct OrderCancellationByMarketSymbol: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that owns the orders.
  public let wallet: Address
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address
  /// The market whose orders are cancelled.
  public let market: MarketSymbol

  /// Names the market whose orders are cancelled.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  public init(nonce: Nonce, wallet: Address, sessionKey: Address?, market: MarketSymbol) {
    self.nonce = nonce
    self.wallet = wallet
    delegatedKey = sessionKey ?? .zero
    self.market = market
  }
}

extension OrderCancellationByMarketSymbol: PerpsMessage {
  /// `OrderCancellationByMarketSymbol` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "OrderCancellationByMarketSymbol",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("delegatedKey") { $0.delegatedKey },
    .string("marketSymbol") { $0.market.typedDataText })
}

/// Cancels all orders of a wallet.
public struct OrderCancellationByWallet: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that owns the orders.
  public let wallet: Address
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address

  /// Cancels everything of the wallet.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  public init(nonce: Nonce, wallet: Address, sessionKey: Address?) {
    self.nonce = nonce
    self.wallet = wallet
    delegatedKey = sessionKey ?? .zero
  }
}

extension OrderCancellationByWallet: PerpsMessage {
  /// `OrderCancellationByWallet` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "OrderCancellationByWallet",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("delegatedKey") { $0.delegatedKey })
}
