public import EthereumPrimitives

/// What a session key can sign: orders, cancellations and leverage, and nothing else.
///
/// The enum is closed: no other module can add a case, so a signer that takes it cannot be made to sign anything that
/// moves custody.
public enum TradingAction: Hashable, Sendable {
  /// Places an order.
  case order(Order)
  /// Cancels named orders.
  case cancelByOrderID(OrderCancellationByOrderID)
  /// Cancels the orders of one session key.
  case cancelByDelegatedKey(OrderCancellationByDelegatedKey)
  /// Cancels the orders in one market.
  case cancelByMarketSymbol(OrderCancellationByMarketSymbol)
  /// Cancels every order of the wallet.
  case cancelByWallet(OrderCancellationByWallet)
  /// Sets or removes leverage.
  case setInitialMarginFraction(InitialMarginFractionOverrideSettings)

  /// The session key that the action names as its signer, or `nil` when the wallet signs.
  public var sessionKey: Address? {
    let key =
      switch self {
      case .order(let order): order.delegatedKey
      case .cancelByOrderID(let cancellation): cancellation.delegatedKey
      case .cancelByDelegatedKey(let cancellation): cancellation.delegatedKey
      case .cancelByMarketSymbol(let cancellation): cancellation.delegatedKey
      case .cancelByWallet(let cancellation): cancellation.delegatedKey
      case .setInitialMarginFraction(let settings): settings.delegatedKey
      }
    return key == .zero ? nil : key
  }

  /// The market that the action names, or `nil`.
  public var market: MarketSymbol? {
    switch self {
    case .order(let order): order.market
    case .cancelByMarketSymbol(let cancellation): cancellation.market
    case .setInitialMarginFraction(let settings): settings.market
    case .cancelByOrderID, .cancelByDelegatedKey, .cancelByWallet: nil
    }
  }
}
