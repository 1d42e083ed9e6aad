/// Why an order, or a part of it, will trade no more.
public enum OrderEnd: Hashable, Sendable {
  /// It was cancelled by a signed cancellation.
  case requested
  /// Its session key was revoked.
  case sessionKeyRevoked
  /// It could not rest (market, `ioc`, `fok`), and nothing more was there to trade with.
  case nothingToTradeWith
  /// It met another order of its wallet.
  case selfTrade
  /// There is not so much of a position left to reduce.
  case reduceOnly
  /// Its wallet had not the margin for the fill when it was met.
  case insufficientFunds
  /// The fill would have made its wallet's position larger than may be.
  case positionTooLarge
  /// Its wallet was liquidated.
  case liquidation
  /// It met ``ExchangeLimits/matchesPerOrderMaximum`` resting orders.
  case tooManyMatches
  /// It was triggered, and could not be placed.
  case refusedWhenTriggered(BusinessRefusal)
}
