public import PerpsProtocol

/// What a stream has missed and cannot find any more.
public enum StreamGap: Hashable, Sendable {
  /// Whatever happened while there was no connection: these events have no history.
  case events
  /// The trades of a market after one sequence number and before another.
  case trades(MarketSymbol, after: UInt64, before: UInt64?)
  /// Fills after this one, or since the stream began.
  case fills(after: String?)
  /// What became of these orders: the exchange does not remember them any more.
  case orders([OrderID])
  /// Deposits after this one, or since the stream began.
  case deposits(after: String?)
  /// Withdrawals after this one, or since the stream began.
  case withdrawals(after: String?)
}
