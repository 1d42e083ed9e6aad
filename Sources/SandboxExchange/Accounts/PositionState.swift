internal import PerpsProtocol

/// A wallet's stake in one market: its position, and what its resting orders could make of it.
///
/// The position keeps a signed cost basis: what its open part cost (long, positive) or brought (short, negative). Every
/// trade moves the same rounded quote amount out of one basis and into another, and what closing releases from a basis
/// goes to the balance to the pip, so no rounding can create or destroy money: `balance − basis` changes by exactly
/// the signed quote amount and the fee.
struct PositionState: Sendable {
  var quantity: Int64 = 0
  var basis: Int128 = 0
  /// Resting orders that may open a position, by side.
  var openBuys: Int64 = 0
  var openSells: Int64 = 0
  /// Resting reduce-only orders.
  var reduceOnly: Int64 = 0
  /// The initial margin fraction that the wallet has chosen.
  var leverage: Int64?
  // What is told of a position and decides nothing.
  var maximumQuantity: Int64 = 0
  var realized: Int128 = 0
  var closedQuote: Int128 = 0
  var totalOpen: Int128 = 0
  var totalClose: Int128 = 0
  var openedBy = FillNumber(sequence: 0, number: 0)
  var lastFill = FillNumber(sequence: 0, number: 0)
  var lastChange: Timestamp?
}

extension PositionState {
  /// Buys or sells.
  ///
  /// - Parameters:
  ///   - change: what is bought, or sold as a negative number.
  ///   - quote: what is paid, or received as a negative number.
  /// - Returns: what was realised, and what it did.
  mutating func trade(
    _ change: Int64, quote: Int128, fill: FillNumber, at time: Timestamp
  ) -> (realized: Int128, action: FillAction) {
    lastFill = fill
    lastChange = time
    guard quantity.signum() * change.signum() < 0 else {
      open(change, quote: quote, fill: fill)
      return (0, .open)
    }
    let closed = min(quantity.magnitude, change.magnitude)
    let closedQuote = PipArithmetic.share(of: quote, closed, of: change.magnitude)
    let released = PipArithmetic.share(of: basis, closed, of: quantity.magnitude)
    let profit = -(closedQuote + released)
    let closedChange = change > 0 ? Int64(closed) : -Int64(closed)
    quantity += closedChange
    basis -= released
    realized += profit
    self.closedQuote += closedQuote
    totalClose += Int128(closed)
    guard change != closedChange else { return (profit, .close) }
    open(change - closedChange, quote: quote - closedQuote, fill: fill)
    return (profit, .closeAndOpen)
  }

  private mutating func open(_ change: Int64, quote: Int128, fill: FillNumber) {
    if quantity == 0 {
      (maximumQuantity, realized, closedQuote, totalOpen, totalClose) = (0, 0, 0, 0, 0)
      openedBy = fill
    }
    quantity += change
    basis += quote
    totalOpen += Int128(change.magnitude)
    if quantity.magnitude > maximumQuantity.magnitude { maximumQuantity = quantity }
  }

  /// Which way the position goes.
  var side: PositionSide { quantity > 0 ? .long : quantity < 0 ? .short : .none }

  /// How much an order of a side could reduce.
  func reducible(by side: OrderSide) -> Int64 {
    switch side {
    case .buy: quantity < 0 ? -quantity : 0
    case .sell: max(quantity, 0)
    }
  }

  /// The largest position that resting orders could lead to, on either side.
  var worstSize: UInt64 { max(quantity.magnitude, (quantity + openBuys).magnitude, (quantity - openSells).magnitude) }

  /// Counts a resting order, or no more of it where the quantity is negative.
  mutating func hold(_ quantity: Int64, side: OrderSide, isReduceOnly: Bool) {
    switch (isReduceOnly, side) {
    case (true, _): reduceOnly += quantity
    case (false, .buy): openBuys += quantity
    case (false, .sell): openSells += quantity
    }
  }
}
