internal import EthereumPrimitives
internal import PerpsProtocol
internal import TypedData

/// The calls that a wallet signs, or a session key for it.
enum TradingCall {
  case placeOrder
  case cancelOrders
  case setInitialMarginFractionOverride

  /// The action that a session key signs, which must name it.
  @inline(never)
  func action(_ record: Record, signedBy key: Address) throws(SignerRefusal) -> TradingAction {
    let action = try action(record)
    guard action.sessionKey == key else {
      throw SignerRefusal(
        action.sessionKey == nil ? .requiredParameter : .invalidParameter, field: "parameters.delegatedKey",
        "parameters.delegatedKey must be the address of the session key that signs: name it")
    }
    return action
  }

  /// The action that a wallet signs.
  @inline(never)
  func action(_ record: Record) throws(SignerRefusal) -> TradingAction {
    switch self {
    case .placeOrder: .order(try OrderParameters.order(record))
    case .cancelOrders: try CancellationParameters.action(record)
    case .setInitialMarginFractionOverride: .setInitialMarginFraction(try leverage(record))
    }
  }

  @inline(never)
  private func leverage(_ record: Record) throws(SignerRefusal) -> InitialMarginFractionOverrideSettings {
    let parameters = try Fields(
      record, .parameters, allowing: "nonce wallet market initialMarginFractionOverride delegatedKey")
    return InitialMarginFractionOverrideSettings(
      nonce: try parameters.nonce(), wallet: try parameters.address("wallet"), sessionKey: try parameters.sessionKey(),
      market: try parameters.market(),
      initialMarginFractionOverride: try parameters.optionalPips("initialMarginFractionOverride"))
  }
}

extension TradingAction {
  /// The action as typed data.
  var document: TypedDataDocument {
    switch self {
    case .order(let order): TypedDataDocument(order)
    case .cancelByOrderID(let cancellation): TypedDataDocument(cancellation)
    case .cancelByDelegatedKey(let cancellation): TypedDataDocument(cancellation)
    case .cancelByMarketSymbol(let cancellation): TypedDataDocument(cancellation)
    case .cancelByWallet(let cancellation): TypedDataDocument(cancellation)
    case .setInitialMarginFraction(let settings): TypedDataDocument(settings)
    }
  }
}
