internal import EthereumPrimitives
internal import PerpsProtocol

/// `parameters` of `POST /v1/orders`.
enum OrderParameters {
  /// Reads an order whose terms fit together.
  @inline(never)
  static func order(_ record: Record) throws(SignerRefusal) -> Order {
    let parameters = try Fields(
      record, .parameters,
      allowing: """
        nonce wallet market type side quantity price triggerPrice triggerType callbackRate conditionalOrderId \
        reduceOnly timeInForce selfTradePrevention isLiquidationAcquisitionOnly delegatedKey clientOrderId
        """)
    let order = Order(
      unchecked: try parameters.nonce(), wallet: try parameters.address("wallet"), market: try parameters.market(),
      type: try parameters.choice("type"), side: try parameters.choice("side"),
      quantity: try parameters.pips("quantity"), limitPrice: try parameters.optionalPips("price") ?? .zero,
      triggerPrice: try parameters.optionalPips("triggerPrice") ?? .zero,
      triggerType: try parameters.optionalChoice("triggerType") ?? .none,
      callbackRate: try parameters.optionalPips("callbackRate") ?? .zero,
      conditionalOrderID: try conditionalOrderID(parameters),
      isReduceOnly: try parameters.flag("reduceOnly"),
      timeInForce: try parameters.optionalChoice("timeInForce") ?? .gtc,
      selfTradePrevention: try parameters.optionalChoice("selfTradePrevention") ?? .dc,
      isLiquidationAcquisitionOnly: try parameters.flag("isLiquidationAcquisitionOnly"),
      delegatedKey: try parameters.sessionKey() ?? .zero, clientOrderID: try clientOrderID(parameters))
    do { try order.checkTerms() } catch { throw parameters.refusal(field(of: error), error.description) }
    return order
  }

  @inline(never)
  private static func conditionalOrderID(_ parameters: Fields) throws(SignerRefusal) -> UInt128 {
    let id = try parameters.optional("conditionalOrderId") { text throws(NonceError) in try Nonce(text) }
    return id?.uint128 ?? 0
  }

  @inline(never)
  private static func clientOrderID(_ parameters: Fields) throws(SignerRefusal) -> ClientOrderID? {
    let id = try parameters.optional("clientOrderId") { text throws(ClientOrderIDError) in try ClientOrderID(text) }
    guard let id, !id.text.utf8.span.isEmpty else { return nil }
    return id
  }

  @inline(never)
  private static func field(of error: OrderTermsError) -> StaticString {
    switch error {
    case .zeroQuantity: "quantity"
    case .missingPrice, .unexpectedPrice: "price"
    case .missingTrigger, .unexpectedTrigger: "triggerPrice"
    case .missingCallbackRate, .unexpectedCallbackRate: "callbackRate"
    case .fillOrKillNeedsCancelNewest: "selfTradePrevention"
    }
  }
}
