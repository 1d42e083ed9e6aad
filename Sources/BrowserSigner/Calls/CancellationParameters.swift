internal import PerpsProtocol

/// `parameters` of `DELETE /v1/orders`.
enum CancellationParameters {
  /// Reads a cancellation of named orders, of those of one key, of those in one market, or of all.
  @inline(never)
  static func action(_ record: Record) throws(SignerRefusal) -> TradingAction {
    let parameters = try Fields(
      record, .parameters, allowing: "nonce wallet delegatedKey orderIds orderDelegatedKey market")
    var named = 0
    for target: StaticString in ["orderIds", "orderDelegatedKey", "market"] where parameters.contains(target) {
      named += 1
      if named > 1 { throw parameters.refusal(target, "name at most one of orderIds, orderDelegatedKey and market") }
    }
    let nonce = try parameters.nonce()
    let wallet = try parameters.address("wallet")
    let sessionKey = try parameters.sessionKey()
    if let orderIDs = try orderIDs(parameters) {
      guard
        let cancellation = OrderCancellationByOrderID(
          nonce: nonce, wallet: wallet, sessionKey: sessionKey, orderIDs: orderIDs)
      else {
        throw SignerRefusal(
          .badRequest, field: parameters.fullName("orderIds"),
          "orderIds names no order: name at least one, or leave it out to cancel all")
      }
      return .cancelByOrderID(cancellation)
    }
    if let key = try parameters.optionalAddress("orderDelegatedKey") {
      return .cancelByDelegatedKey(
        OrderCancellationByDelegatedKey(nonce: nonce, wallet: wallet, sessionKey: sessionKey, ordersOf: key))
    }
    if parameters.contains("market") {
      return .cancelByMarketSymbol(
        OrderCancellationByMarketSymbol(
          nonce: nonce, wallet: wallet, sessionKey: sessionKey, market: try parameters.market()))
    }
    return .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: sessionKey))
  }

  @inline(never)
  private static func orderIDs(_ parameters: Fields) throws(SignerRefusal) -> [OrderReference]? {
    let maximum = OrderCancellationByOrderID.orderIDsMaximum
    guard let texts = try parameters.optionalTexts("orderIds", maximum: maximum) else { return nil }
    var orderIDs: [OrderReference] = []
    for text in texts {
      do { orderIDs.append(try OrderReference(text)) } catch { throw parameters.refusal("orderIds", error.description) }
    }
    return orderIDs
  }
}
