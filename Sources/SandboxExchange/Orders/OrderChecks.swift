internal import PerpsProtocol

extension MarketConfiguration {
  /// What is wrong with an order, as far as the order and the market alone tell.
  func refusal(of order: Order) -> BusinessRefusal? {
    do { try order.checkTerms() } catch { return .invalidTerms(error) }
    if order.type == .trailingStopMarket || order.isLiquidationAcquisitionOnly || order.conditionalOrderID != 0 {
      return .orderNotSupported
    }
    if order.timeInForce == .gtx && !order.type.hasLimitPrice { return .postOnlyNeedsLimit }
    if order.limitPrice.count % orders.tickSize.count != 0 || order.triggerPrice.count % orders.tickSize.count != 0 {
      return .priceNotOnTick(orders.tickSize)
    }
    if order.quantity.count % orders.stepSize.count != 0 { return .quantityNotOnStep(orders.stepSize) }
    let minimum = order.canRest ? orders.makerOrderMinimum : orders.takerOrderMinimum
    if order.quantity < minimum && !order.isReduceOnly { return .quantityUnderMinimum(minimum) }
    if order.quantity > maximumPositionSize { return .positionTooLarge(maximumPositionSize) }
    if order.type.hasLimitPrice, order.quantity.multipliedRoundingUp(by: order.limitPrice) == nil {
      return .orderValueTooLarge
    }
    return nil
  }
}

extension Order {
  /// Whether what does not trade at once may rest in the book.
  var canRest: Bool { type.hasLimitPrice && (timeInForce == .gtc || timeInForce == .gtx) }
}
