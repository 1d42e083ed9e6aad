internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

extension WireKey: ExpressibleByStringLiteral {
  /// The key of a member.
  public init(stringLiteral name: String) { self.init(name) }
}

extension KeyedEncodingContainer<WireKey> {
  mutating func write(_ action: TradingAction) throws {
    try encodeIfPresent(action.sessionKey, forKey: "delegatedKey")
    switch action {
    case .order(let order): try write(order)
    case .cancelByOrderID(let cancellation): try encode(cancellation.orderIDs.map(\.text), forKey: "orderIds")
    case .cancelByDelegatedKey(let cancellation):
      try encode(cancellation.orderDelegatedKey, forKey: "orderDelegatedKey")
    case .cancelByMarketSymbol(let cancellation): try encode(cancellation.market, forKey: "market")
    case .cancelByWallet: break
    case .setInitialMarginFraction(let settings):
      try encode(settings.market, forKey: "market")
      // `null` removes the override; the exchange's client writes it out.
      try encode(
        Nullable(wrappedValue: settings.initialMarginFractionOverride), forKey: "initialMarginFractionOverride")
    }
  }

  private mutating func write(_ order: Order) throws {
    try encode(order.market, forKey: "market")
    try encode(order.type, forKey: "type")
    try encode(order.side, forKey: "side")
    try encode(order.quantity, forKey: "quantity")
    try write(order.limitPrice, unless: .zero, "price")
    try write(order.triggerPrice, unless: .zero, "triggerPrice")
    try write(order.triggerType, unless: .none, "triggerType")
    try write(order.callbackRate, unless: .zero, "callbackRate")
    try write(order.isReduceOnly, unless: false, "reduceOnly")
    try write(order.timeInForce, unless: .gtc, "timeInForce")
    try write(order.selfTradePrevention, unless: .dc, "selfTradePrevention")
    try write(order.isLiquidationAcquisitionOnly, unless: false, "isLiquidationAcquisitionOnly")
    try writeReferences(of: order)
  }

  private mutating func writeReferences(of order: Order) throws {
    if let id = order.clientOrderID {
      guard !id.text.utf8.isEmpty else { throw RequestWritingError.emptyClientOrderID }
      try encode(id, forKey: "clientOrderId")
    }
    guard order.conditionalOrderID != 0 else { return }
    guard let nonce = try? Nonce(uint128: order.conditionalOrderID) else {
      throw RequestWritingError.conditionalOrderIDIsNoNonce
    }
    try encode(nonce, forKey: "conditionalOrderId")
  }

  private mutating func write<Value: Encodable & Equatable>(_ value: Value, unless usual: Value, _ name: WireKey) throws
  {
    if value != usual { try encode(value, forKey: name) }
  }

  mutating func write(_ enrollment: SessionKeyEnrollment) throws {
    let authorization = enrollment.authorization
    try encode(authorization.sessionKey, forKey: "sessionKey")
    try encode(authorization.scope.permission, forKey: "permission")
    try write(authorization.scope.markets, unless: [], "markets")
    try encodeIfPresent(authorization.scope.maximumOrderValue, forKey: "maximumOrderValue")
    try encodeIfPresent(authorization.scope.maximumDailyValue, forKey: "maximumDailyValue")
    try encodeIfPresent(authorization.scope.maximumPriceDeviation, forKey: "maximumPriceDeviation")
    try encode(authorization.expiresAt, forKey: "expiresAt")
    guard let publicKey = enrollment.publicKey else { return }
    guard publicKey.curve == enrollment.consent?.curve ?? .secp256k1 else {
      throw RequestWritingError.publicKeyOfAnotherCurve
    }
    try encode(HexBytes(publicKey.raw), forKey: "publicKey")
  }

  mutating func write(_ withdrawal: Withdrawal) throws {
    try encode(withdrawal.quantity, forKey: "quantity")
    try encode(withdrawal.maximumGasFee, forKey: "maximumGasFee")
    try encode(withdrawal.bridgeAdapter, forKey: "bridgeAdapterAddress")
    try encode(HexBytes(withdrawal.bridgeAdapterPayload), forKey: "bridgeAdapterPayload")
  }

  mutating func write(_ transfer: Transfer) throws {
    try encode(transfer.sourceWallet, forKey: "sourceWallet")
    try encode(transfer.destinationWallet, forKey: "destinationWallet")
    try encode(transfer.quantity, forKey: "quantity")
  }
}
