internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// `POST /v1/orders`.
///
/// `callbackRate`, `conditionalOrderId` and `isLiquidationAcquisitionOnly` are members of the signed message that the
/// exchange's API has no parameters for yet; they are read because what is signed must be possible to send.
struct PlaceOrderParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(
      decoder,
      allowing: [
        "nonce", "wallet", "market", "type", "side", "quantity", "price", "triggerPrice", "triggerType", "callbackRate",
        "conditionalOrderId", "reduceOnly", "timeInForce", "selfTradePrevention", "isLiquidationAcquisitionOnly",
        "delegatedKey", "clientOrderId",
      ])
    let clientOrderID = try parameters.optional("clientOrderId") { try ClientOrderID($0) }
    let order = Order(
      unchecked: try parameters.nonce(), wallet: try parameters.address("wallet"), market: try parameters.market(),
      type: try parameters.choice("type"), side: try parameters.choice("side"),
      quantity: try parameters.pips("quantity"), limitPrice: try parameters.optionalPips("price") ?? .zero,
      triggerPrice: try parameters.optionalPips("triggerPrice") ?? .zero,
      triggerType: try parameters.optionalChoice("triggerType") ?? .none,
      callbackRate: try parameters.optionalPips("callbackRate") ?? .zero,
      conditionalOrderID: try parameters.optional("conditionalOrderId") { try Nonce($0) }?.uint128 ?? 0,
      isReduceOnly: try parameters.flag("reduceOnly"),
      timeInForce: try parameters.optionalChoice("timeInForce") ?? .gtc,
      selfTradePrevention: try parameters.optionalChoice("selfTradePrevention") ?? .dc,
      isLiquidationAcquisitionOnly: try parameters.flag("isLiquidationAcquisitionOnly"),
      delegatedKey: try parameters.sessionKey() ?? .zero,
      clientOrderID: clientOrderID.flatMap { $0.text.utf8.isEmpty ? nil : $0 })
    actions = [.trade(.order(order))]
  }
}

/// `DELETE /v1/orders`.
struct CancelOrdersParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let targets = ["orderIds", "orderDelegatedKey", "market"]
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "delegatedKey"] + targets)
    let named = targets.filter(parameters.contains)
    guard named.count <= 1 else {
      throw parameters.refuse(named[1], "name at most one of orderIds, orderDelegatedKey and market")
    }
    let nonce = try parameters.nonce()
    let wallet = try parameters.address("wallet")
    let sessionKey = try parameters.sessionKey()
    let action: TradingAction
    switch named.first {
    case "orderIds":
      let orderIDs = try Self.orderIDs(parameters)
      if orderIDs.isEmpty { throw RequestBodyError.noOrders }
      guard
        let cancellation = OrderCancellationByOrderID(
          nonce: nonce, wallet: wallet, sessionKey: sessionKey, orderIDs: orderIDs)
      else {
        throw parameters.refuse(
          "orderIds", "name 1 to \(OrderCancellationByOrderID.orderIDsMaximum) orders, or leave it out to cancel all")
      }
      action = .cancelByOrderID(cancellation)
    case "orderDelegatedKey":
      action = .cancelByDelegatedKey(
        OrderCancellationByDelegatedKey(
          nonce: nonce, wallet: wallet, sessionKey: sessionKey, ordersOf: try parameters.address("orderDelegatedKey")))
    case "market":
      action = .cancelByMarketSymbol(
        OrderCancellationByMarketSymbol(
          nonce: nonce, wallet: wallet, sessionKey: sessionKey, market: try parameters.market()))
    default:
      action = .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: sessionKey))
    }
    actions = [.trade(action)]
  }

  private static func orderIDs(_ parameters: Parameters) throws -> [OrderReference] {
    let texts = try parameters.texts("orderIds", maximum: OrderCancellationByOrderID.orderIDsMaximum) ?? []
    return try texts.map { try parameters.read("orderIds", $0) { try OrderReference($0) } }
  }
}

/// `POST /v1/initialMarginFractionOverride`.
struct InitialMarginFractionParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let override = "initialMarginFractionOverride"
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "market", override, "delegatedKey"])
    let settings = InitialMarginFractionOverrideSettings(
      nonce: try parameters.nonce(), wallet: try parameters.address("wallet"), sessionKey: try parameters.sessionKey(),
      market: try parameters.market(), initialMarginFractionOverride: try parameters.nullablePips(override))
    actions = [.trade(.setInitialMarginFraction(settings))]
  }
}
