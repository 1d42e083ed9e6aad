import ExchangeAPI
import ExchangeClient
import PerpsProtocol

/// One order on each side of the index price. Pure: the same price and position make the same quotes.
struct Quotes {
  /// The price that they stand around.
  let indexPrice: Pips
  /// The orders: one for each side on which the position may still grow.
  let drafts: [OrderDraft]

  /// Lays out the quotes.
  ///
  /// Filled whole, neither of them leads to a position over the maximum; and a fill of one leaves the other more room.
  ///
  /// - Parameter position: positive when long, negative when short.
  init(around indexPrice: Pips, in market: MarketDetails, position: Amount, _ settings: Settings) {
    self.indexPrice = indexPrice
    drafts = [OrderSide.buy, .sell].compactMap { side in
      let held = side == .buy ? position.pips : -position.pips
      let room = max(Int128(settings.positionMaximum.count) - held, 0)
      let quantity = min(settings.quantity.count, UInt64(clamping: room)).rounded(to: market.stepSize, .down)
      guard let quantity, quantity >= market.makerOrderMinimum,
        let distance = indexPrice.multipliedRoundingUp(by: settings.distance)
      else { return nil }
      // Away from the index price to the next tick.
      let price: Pips? =
        switch side {
        case .buy: indexPrice.subtracting(distance)?.count.rounded(to: market.tickSize, .down)
        case .sell: indexPrice.adding(distance)?.count.rounded(to: market.tickSize, .up)
        }
      guard let price, price > .zero else { return nil }
      return OrderDraft(
        market: market.market, side: side, quantity: quantity, terms: .limit(price: price), timeInForce: .postOnly)
    }
  }

  /// Whether they may stay: the index price is still near.
  func stand(at price: Pips, _ settings: Settings) -> Bool {
    guard let moved = max(price, indexPrice).subtracting(min(price, indexPrice)),
      let allowed = indexPrice.multipliedRoundingDown(by: settings.tolerance)
    else { return false }
    return moved <= allowed
  }
}

extension UInt64 {
  /// A number of pips to a whole number of steps.
  fileprivate func rounded(to step: Pips, _ direction: FloatingPointRoundingRule) -> Pips? {
    guard step > .zero else { return nil }
    let (whole, rest) = quotientAndRemainder(dividingBy: step.count)
    return Pips(count: (direction == .up && rest > 0 ? whole + 1 : whole) * step.count)
  }
}
