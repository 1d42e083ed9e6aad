internal import PerpsProtocol

extension MarketConfiguration {
  /// BTC-USD, ETH-USD and SOL-USD.
  ///
  /// Of ETH-USD these are the numbers of an answer of the exchange to `GET /v1/markets` of January 2024, which a public
  /// client library has as its example, but for the minimum, which is 0.01 there; so are the limits on prices and the taker's
  /// fee of all three. The rest of BTC-USD and SOL-USD is chosen for a sandbox.
  /// In that example the maker is paid 0.01 % (`-0.00010000`); nobody is here: the sandbox has no rebates.
  public static let standard: [MarketConfiguration] = [
    standard(
      "BTC-USD", tick: "1.00000000", step: "0.00010000", minimum: "0.00010000", maximum: "1000.00000000",
      margin: ("0.03000000", "0.01800000"), base: "50.00000000", increment: "10.00000000", adding: "0.00500000"),
    standard(
      "ETH-USD", tick: "0.01000000", step: "0.00000100", minimum: "0.00100000", maximum: "500.00000000",
      margin: ("0.05000000", "0.03000000"), base: "25.00000000", increment: "5.00000000", adding: "0.01000000"),
    standard(
      "SOL-USD", tick: "0.01000000", step: "0.01000000", minimum: "0.01000000", maximum: "200000.00000000",
      margin: ("0.05000000", "0.03000000"), base: "10000.00000000", increment: "2000.00000000", adding: "0.00500000"),
  ].compactMap(\.self)

  /// - Parameters:
  ///   - minimum: of orders and of positions.
  ///   - margin: the initial and the maintenance fraction.
  private static func standard(
    _ name: String, tick: String, step: String, minimum: String, maximum: String,
    margin: (initial: String, maintenance: String), base: String, increment: String, adding: String
  ) -> MarketConfiguration? {
    try? MarketConfiguration(
      market: MarketSymbol(name),
      orders: OrderBounds(
        tickSize: Pips(tick), stepSize: Pips(step), makerOrderMinimum: Pips(minimum), takerOrderMinimum: Pips(minimum),
        marketOrderPriceLimit: Pips("0.10000000"), limitOrderPriceLimit: Pips("0.40000000")),
      margin: MarginSchedule(
        initialFraction: Pips(margin.initial), maintenanceFraction: Pips(margin.maintenance),
        basePositionSize: Pips(base), incrementalPositionSize: Pips(increment),
        incrementalInitialFraction: Pips(adding)),
      makerFeeRate: .zero, takerFeeRate: Pips("0.00040000"), minimumPositionSize: Pips(minimum),
      maximumPositionSize: Pips(maximum))
  }
}
