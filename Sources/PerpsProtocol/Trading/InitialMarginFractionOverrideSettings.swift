public import EthereumPrimitives
public import TypedData

/// Sets or removes a wallet's leverage in one market.
public struct InitialMarginFractionOverrideSettings: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet whose leverage is set.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// The margin that a new position needs, as a fraction of its value (0.05000000 is a leverage of 20);
  /// `nil` removes the override.
  public let initialMarginFractionOverride: Pips?
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address

  /// Sets or removes the override.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  public init(
    nonce: Nonce, wallet: Address, sessionKey: Address?, market: MarketSymbol, initialMarginFractionOverride: Pips?
  ) {
    self.nonce = nonce
    self.wallet = wallet
    self.market = market
    self.initialMarginFractionOverride = initialMarginFractionOverride
    delegatedKey = sessionKey ?? .zero
  }
}

extension InitialMarginFractionOverrideSettings: PerpsMessage {
  /// `InitialMarginFractionOverrideSettings` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "InitialMarginFractionOverrideSettings",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("marketSymbol") { $0.market.typedDataText },
    .string("initialMarginFractionOverride") { $0.initialMarginFractionOverride?.typedDataText ?? .empty },
    .address("delegatedPublicKey") { $0.delegatedKey })
}
