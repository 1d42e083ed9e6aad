internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// The market in which the story plays, and an order for it that rests far from the best price.
struct DemoMarket: Sendable {
  let details: MarketDetails

  /// ETH-USD where it has an index price, else the first market that has one; waits a little for it.
  static func choose(on exchange: Exchange) async throws(ExchangeError) -> DemoMarket? {
    for _ in 0..<attemptsMaximum {
      let priced = try await exchange.markets().filter { $0.indexPrice > .zero && $0.status == .active }
      if let market = priced.first(where: { $0.market.text == "ETH-USD" }) ?? priced.first {
        return DemoMarket(details: market)
      }
      try? await Task.sleep(for: pause)
    }
    return nil
  }

  /// A server that has just been started has no index prices yet.
  private static let attemptsMaximum = 20
  private static let pause = Duration.milliseconds(500)

  /// Buys the least that may rest at 90 % of the index price, and never meets anybody.
  var restingOrder: OrderDraft? {
    let tick = max(details.tickSize.count, 1)
    guard let price = Pips(count: details.indexPrice.count / 10 * 9 / tick * tick), price > .zero else { return nil }
    return OrderDraft(
      market: details.market, side: .buy, quantity: details.makerOrderMinimum, terms: .limit(price: price),
      timeInForce: .postOnly)
  }

  /// A hundred times what the order is worth: more than the story needs.
  var maximumOrderValue: Pips? {
    restingOrder.flatMap { details.makerOrderMinimum.multipliedRoundingUp(by: details.indexPrice) ?? $0.quantity }
      .flatMap { Pips(count: $0.count.multipliedReportingOverflow(by: 100).partialValue) }
  }
}
