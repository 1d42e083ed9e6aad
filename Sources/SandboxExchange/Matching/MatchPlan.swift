internal import PerpsProtocol

/// What an order will do when it meets the book. Planning changes accounts, in a transaction, and nothing else; so an
/// order that turns out to be impossible half-way has never happened.
struct MatchPlan {
  var steps: [MatchStep] = []
  /// What is left of the order.
  var remaining: Int64
  /// What of it traded.
  var filled: Int64 = 0
  /// How many trades it had.
  var fills: UInt32 = 0
  /// What the trades were worth.
  var quote: Int128 = 0
  /// The fees of both sides.
  var fees: Int128 = 0
  /// Why the rest of the order ends, whether it could rest or not.
  var end: OrderEnd?
  /// What self-trade prevention has taken off the order, where some of it is left.
  var decremented: Int64 = 0

  init(quantity: Int64) { remaining = quantity }
}

/// One thing that happens to a resting order.
enum MatchStep {
  /// It trades.
  case fill(Slot, quantity: Int64, quote: Int128, maker: FillSide, taker: FillSide)
  /// It, or so much of it, is cancelled.
  case cancel(Slot, quantity: Int64, because: OrderEnd)
}

/// What a fill is for one of the two wallets.
struct FillSide {
  let realized: Int128
  let fee: Int128
  let action: FillAction
  let position: PositionSide
}
