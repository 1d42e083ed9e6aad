internal import PerpsProtocol

/// How far from the index price an order may go to its wallet's disadvantage.
enum PriceBounds {
  /// The worst price at which a market order fills: for a buy rounded down, for a sell rounded up; the bound is inside.
  static func market(_ side: OrderSide, indexPrice: Int64, deviation: Pips) -> Int64 {
    let (index, deviation) = (Int128(indexPrice), Int128(deviation.count))
    switch side {
    case .buy: return Int64(clamping: index * (PipArithmetic.one + deviation) / PipArithmetic.one)
    case .sell:
      guard deviation < PipArithmetic.one else { return 0 }
      return Int64(clamping: (index * (PipArithmetic.one - deviation) + PipArithmetic.one - 1) / PipArithmetic.one)
    }
  }

  /// Whether a limit price is within the bound.
  static func allows(_ price: Int64, _ side: OrderSide, indexPrice: Int64, deviation: Pips) -> Bool {
    let bound = market(side, indexPrice: indexPrice, deviation: deviation)
    switch side {
    case .buy: return price <= bound
    case .sell: return price >= bound
    }
  }
}
