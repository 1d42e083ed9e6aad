public import PerpsProtocol

/// What orders a market takes.
public struct OrderBounds: Hashable, Sendable {
  /// The step of prices.
  public let tickSize: Pips
  /// The step of quantities.
  public let stepSize: Pips
  /// The smallest quantity of an order that may rest.
  public let makerOrderMinimum: Pips
  /// The smallest quantity of an order that cannot rest: market, `ioc`, `fok`.
  public let takerOrderMinimum: Pips
  /// How far from the index price, as a fraction of it, a market order fills to the trader's disadvantage.
  public let marketOrderPriceLimit: Pips
  /// How far from the index price, as a fraction of it, a limit price may be to the trader's disadvantage when the
  /// order enters the book.
  public let limitOrderPriceLimit: Pips

  /// Takes the bounds; ``MarketConfiguration`` checks them.
  public init(
    tickSize: Pips, stepSize: Pips, makerOrderMinimum: Pips, takerOrderMinimum: Pips, marketOrderPriceLimit: Pips,
    limitOrderPriceLimit: Pips
  ) {
    self.tickSize = tickSize
    self.stepSize = stepSize
    self.makerOrderMinimum = makerOrderMinimum
    self.takerOrderMinimum = takerOrderMinimum
    self.marketOrderPriceLimit = marketOrderPriceLimit
    self.limitOrderPriceLimit = limitOrderPriceLimit
  }
}
