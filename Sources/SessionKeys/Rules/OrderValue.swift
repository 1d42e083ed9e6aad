internal import PerpsProtocol

/// What an order counts as against a key's limits, in the quote asset, rounded up to a whole pip.
///
/// With a limit price: quantity × limit price. Without one: quantity × (1 + the key's price deviation) × the index
/// price, or the trigger price where that is higher: a conditional market order executes near its trigger.
enum OrderValue: Hashable {
  case value(Pips)
  /// Over 92233720368.54775807: over every limit that can be set.
  case overflow
  /// The index price is needed, and there is none.
  case unknown

  init(of order: Order, scope: SessionKeyScope, indexPrice: Pips?) {
    guard let price = Self.price(of: order, scope: scope, indexPrice: indexPrice) else {
      self = indexPrice == nil && !order.type.hasLimitPrice ? .unknown : .overflow
      return
    }
    self = order.quantity.multipliedRoundingUp(by: price).map { .value($0) } ?? .overflow
  }

  private static func price(of order: Order, scope: SessionKeyScope, indexPrice: Pips?) -> Pips? {
    if order.type.hasLimitPrice { return order.limitPrice }
    guard let indexPrice else { return nil }
    let reference = max(indexPrice, order.triggerPrice)
    guard let factor = Pips.one.adding(scope.maximumPriceDeviation ?? .zero) else { return nil }
    return reference.multipliedRoundingUp(by: factor)
  }
}
