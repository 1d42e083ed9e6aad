public import PerpsProtocol

/// The latest candle of a market, at most once a second while it changes.
public struct StreamedCandle: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// When it was computed.
  public let time: Timestamp
  /// How long it is.
  public let interval: CandleInterval
  /// Its first millisecond.
  public let start: Timestamp
  /// Its last millisecond.
  public let end: Timestamp
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

  /// Puts together the message.
  public init(
    market: MarketSymbol, time: Timestamp, interval: CandleInterval, start: Timestamp, end: Timestamp, open: Pips,
    high: Pips, low: Pips, close: Pips, baseVolume: Amount?, quoteVolume: Amount?, trades: UInt64?, sequence: UInt64?
  ) {
    self.market = market
    self.time = time
    self.interval = interval
    self.start = start
    self.end = end
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.baseVolume = baseVolume
    self.quoteVolume = quoteVolume
    self.trades = trades
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case time = "t"
    case interval = "i"
    case start = "s"
    case end = "e"
    case open = "o"
    case high = "h"
    case low = "l"
    case close = "c"
    case baseVolume = "v"
    case quoteVolume = "q"
    case trades = "n"
    case sequence = "u"
  }
}
