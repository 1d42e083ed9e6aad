public import PerpsProtocol

/// One candle of `GET /v1/candles`.
public struct CandleDetails: Codable, Hashable, Sendable {
  /// When it begins.
  public let start: Timestamp
  /// The price of the first trade.
  public let open: Pips
  /// The highest price.
  public let high: Pips
  /// The lowest price.
  public let low: Pips
  /// The price of the last trade.
  public let close: Pips
  /// What was traded, in the base asset.
  @Nullable public private(set) var baseVolume: Amount?
  /// What that was worth.
  @Nullable public private(set) var quoteVolume: Amount?
  /// How many trades there were.
  @Nullable public private(set) var trades: UInt64?
  /// The number of the last trade.
  @Nullable public private(set) var sequence: UInt64?

  /// Puts together the answer.
  public init(
    start: Timestamp, open: Pips, high: Pips, low: Pips, close: Pips, baseVolume: Amount?, quoteVolume: Amount?,
    trades: UInt64?, sequence: UInt64?
  ) {
    self.start = start
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.baseVolume = baseVolume
    self.quoteVolume = quoteVolume
    self.trades = trades
    self.sequence = sequence
  }
}
