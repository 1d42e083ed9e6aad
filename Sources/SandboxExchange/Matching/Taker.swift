internal import PerpsProtocol

/// An order as it meets the book.
struct Taker {
  let account: Int
  let market: Int
  let side: OrderSide
  /// The worst price that it takes.
  let priceBound: Int64
  let quantity: Int64
  let selfTradePrevention: SelfTradePrevention

  func takes(_ price: Int64) -> Bool {
    switch side {
    case .buy: price <= priceBound
    case .sell: price >= priceBound
    }
  }
}
