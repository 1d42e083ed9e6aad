import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// How far from the index price of 2,000 a key's limit may be: 5 %, unless said otherwise.
enum DeviationTable {
  static let all: [RefusalCase] = [
    limit(.buy, "2100.00000000", "buying at exactly the deviation above the index price is admitted"),
    limit(.buy, "2100.00000001", "buying one pip beyond the deviation is refused", isRefused: true),
    limit(.buy, "2099.99999999", "buying one pip within the deviation is admitted"),
    limit(.buy, "0.00000001", "buying far below the index price is admitted"),
    limit(.sell, "1900.00000000", "selling at exactly the deviation below the index price is admitted"),
    limit(.sell, "1899.99999999", "selling one pip beyond the deviation is refused", isRefused: true),
    limit(.sell, "1900.00000001", "selling one pip within the deviation is admitted"),
    limit(.sell, "9000000.00000000", "selling far above the index price is admitted"),
    limit(.buy, "2000.00000000", "with no deviation, buying at the index price is admitted", deviation: "0.00000000"),
    limit(
      .buy, "2000.00000001", "with no deviation, buying a pip above it is refused", isRefused: true,
      deviation: "0.00000000"),
    limit(
      .sell, "1999.99999999", "with no deviation, selling a pip below it is refused", isRefused: true,
      deviation: "0.00000000"),
    limit(.sell, "0.00000001", "with a deviation of everything, any price sells", deviation: "1.00000000"),
    limit(
      .sell, "0.00000001", "a deviation of more than everything is no wrap-around", deviation: "92233720368.00000000"),
    limit(
      .buy, "0.00000004", "half a pip of deviation is not rounded up for the buyer", isRefused: true,
      index: "0.00000003", deviation: "0.10000000"),
    limit(
      .sell, "0.00000002", "half a pip of deviation is not rounded up for the seller", isRefused: true,
      index: "0.00000003", deviation: "0.10000000"),
    limit(
      .buy, "92233720368.54775807", "the largest prices are compared exactly", index: "92233720368.54775807",
      deviation: "92233720368.54775807"),
    .admitted("a market order has no price to judge") { world in
      world.register(
        world.key, scope: try SessionKeyScope(permission: .trade, maximumPriceDeviation: .zero))
      return try world.orderRequest(terms: .market)
    },
    .refused(
      "a stop with a limit beyond the deviation is refused",
      by: { _ in
        .priceDeviationExceeded(maximum: try Pips("0.05000000"), indexPrice: try Pips("2000.00000000"))
      },
      { world in
        world.register(
          world.key, scope: try SessionKeyScope(permission: .trade, maximumPriceDeviation: Pips("0.05000000")))
        let trigger = OrderTerms.Trigger.last(try Pips("2200.00000000"))
        return try world.orderRequest(terms: .stopLossLimit(trigger, price: Pips("2200.00000000")))
      }),
  ]

  private static func limit(
    _ side: OrderSide, _ price: String, _ sentence: String, isRefused: Bool = false, index: String = "2000.00000000",
    deviation: String = "0.05000000"
  ) -> RefusalCase {
    let arrange: @Sendable (inout World) throws -> SignedRequest = { world in
      world.register(
        world.key, scope: try SessionKeyScope(permission: .trade, maximumPriceDeviation: Pips(deviation)))
      world.facts.indexPrices = [try .eth: try Pips(index)]
      return try world.orderRequest(side: side, quantity: "0.00000001", terms: .limit(price: Pips(price)))
    }
    guard isRefused else { return .admitted(sentence, arrange) }
    return .refused(
      sentence,
      by: { _ in .priceDeviationExceeded(maximum: try Pips(deviation), indexPrice: try Pips(index)) }, arrange)
  }
}
