public import EthereumPrimitives
public import PerpsProtocol

/// A wallet's leverage in a market: answer of `/v1/initialMarginFractionOverride`.
public struct LeverageDetails: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// The initial margin fraction that the wallet has chosen; `null` for the market's own.
  @Nullable public private(set) var initialMarginFractionOverride: Pips?

  /// Puts together the answer.
  public init(wallet: Address, market: MarketSymbol, initialMarginFractionOverride: Pips?) {
    self.wallet = wallet
    self.market = market
    self.initialMarginFractionOverride = initialMarginFractionOverride
  }
}
