public import EthereumPrimitives
public import TypedData

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

  /// The request's nonce.
  public var nonce: Nonce {
    switch self {
    case .order(let order): order.nonce
    case .cancelByOrderID(let cancellation): cancellation.nonce
    case .cancelByDelegatedKey(let cancellation): cancellation.nonce
    case .cancelByMarketSymbol(let cancellation): cancellation.nonce
    case .cancelByWallet(let cancellation): cancellation.nonce
    case .setInitialMarginFraction(let settings): settings.nonce
    }
  }

  /// The wallet whose orders and positions the action concerns.
  public var wallet: Address {
    switch self {
    case .order(let order): order.wallet
    case .cancelByOrderID(let cancellation): cancellation.wallet
    case .cancelByDelegatedKey(let cancellation): cancellation.wallet
    case .cancelByMarketSymbol(let cancellation): cancellation.wallet
    case .cancelByWallet(let cancellation): cancellation.wallet
    case .setInitialMarginFraction(let settings): settings.wallet
    }
  }

  /// `hashStruct` of the action's typed data.
  public var structHash: Bytes32 {
    switch self {
    case .order(let order): order.structHash
    case .cancelByOrderID(let cancellation): cancellation.structHash
    case .cancelByDelegatedKey(let cancellation): cancellation.structHash
    case .cancelByMarketSymbol(let cancellation): cancellation.structHash
    case .cancelByWallet(let cancellation): cancellation.structHash
    case .setInitialMarginFraction(let settings): settings.structHash
    }
  }

  /// The digest that is signed.
  public func digest(in domain: Domain) -> Bytes32 { domain.digest(ofStructHash: structHash) }

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
