internal import PerpsProtocol

extension MarketConfiguration {
  /// BTC-USD, ETH-USD and SOL-USD with numbers chosen for a sandbox; those of the exchange are its own.
  public static let standard: [MarketConfiguration] = [
    standard("BTC-USD", tick: 100_000_000, step: 10_000, initial: 3_000_000, base: 50, maximum: 1_000),
    standard("ETH-USD", tick: 10_000_000, step: 100_000, initial: 3_000_000, base: 1_000, maximum: 20_000),
    standard("SOL-USD", tick: 1_000_000, step: 1_000_000, initial: 5_000_000, base: 10_000, maximum: 200_000),
  ].compactMap(\.self)

  /// Tick, step and fraction in pips, sizes in whole units of the base asset.
  private static func standard(
    _ name: String, tick: UInt64, step: UInt64, initial: UInt64, base: UInt64, maximum: UInt64
  ) -> MarketConfiguration? {
    guard let market = try? MarketSymbol(name) else { return nil }
    func pips(_ count: UInt64) -> Pips { Pips(count: count) ?? .maximum }
    let orders = OrderBounds(
      tickSize: pips(tick), stepSize: pips(step), makerOrderMinimum: pips(step), takerOrderMinimum: pips(step),
      marketOrderPriceLimit: pips(10_000_000), limitOrderPriceLimit: pips(40_000_000))
    let margin = MarginSchedule(
      initialFraction: pips(initial), maintenanceFraction: pips(initial * 6 / 10),
      basePositionSize: pips(base * Pips.one.count), incrementalPositionSize: pips(base / 5 * Pips.one.count),
      incrementalInitialFraction: pips(500_000))
    return try? MarketConfiguration(
      market: market, orders: orders, margin: margin, makerFeeRate: pips(10_000), takerFeeRate: pips(40_000),
      minimumPositionSize: pips(step), maximumPositionSize: pips(maximum * Pips.one.count))
  }
}
