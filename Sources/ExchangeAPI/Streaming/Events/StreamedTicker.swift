public import PerpsProtocol

/// A market's last 24 hours, at most once a second. Without a trade the prices are `null`.
public struct StreamedTicker: Codable, Hashable, Sendable {
  /// The market.
  public let market: MarketSymbol
  /// When the 24 hours end.
  public let time: Timestamp
  /// The price of the first trade.
  @Nullable public private(set) var open: Pips?
  /// The highest price.
  @Nullable public private(set) var high: Pips?
  /// The lowest price.
  @Nullable public private(set) var low: Pips?
  /// The price of the last trade.
  @Nullable public private(set) var close: Pips?
  /// The quantity of the last trade.
  @Nullable public private(set) var closeQuantity: Pips?
  /// What was traded, in the base asset.
  public let baseVolume: Amount
  /// What that was worth.
  public let quoteVolume: Amount
  /// How much the last price differs from the first, as a fraction of that.
  @Nullable public private(set) var percentChange: Amount?
  /// How many trades there were.
  public let trades: UInt64
  /// The lowest price that is asked.
  @Nullable public private(set) var ask: Pips?
  /// The highest price that is bid.
  @Nullable public private(set) var bid: Pips?
  /// The price that margin is counted at.
  @Nullable public private(set) var markPrice: Pips?
  /// The index price.
  @Nullable public private(set) var indexPrice: Pips?
  /// The index price 24 hours ago.
  @Nullable public private(set) var indexPrice24h: Pips?
  /// How much it has changed since, as a fraction.
  @Nullable public private(set) var indexPricePercentChange: Amount?
  /// The last funding rate, as a fraction.
  @Nullable public private(set) var lastFundingRate: Amount?
  /// The coming funding rate, as a fraction.
  @Nullable public private(set) var currentFundingRate: Amount?
  /// When the next funding payment is due.
  public let nextFundingTime: Timestamp
  /// The sum of all long positions, in the base asset.
  public let openInterest: Amount
  /// The number of the last trade.
  @Nullable public private(set) var sequence: UInt64?

  /// Puts together the message.
  public init(
    market: MarketSymbol, time: Timestamp, open: Pips?, high: Pips?, low: Pips?, close: Pips?, closeQuantity: Pips?,
    baseVolume: Amount, quoteVolume: Amount, percentChange: Amount?, trades: UInt64, ask: Pips?, bid: Pips?,
    markPrice: Pips?, indexPrice: Pips?, indexPrice24h: Pips?, indexPricePercentChange: Amount?,
    lastFundingRate: Amount?, currentFundingRate: Amount?, nextFundingTime: Timestamp, openInterest: Amount,
    sequence: UInt64?
  ) {
    self.market = market
    self.time = time
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.closeQuantity = closeQuantity
    self.baseVolume = baseVolume
    self.quoteVolume = quoteVolume
    self.percentChange = percentChange
    self.trades = trades
    self.ask = ask
    self.bid = bid
    self.markPrice = markPrice
    self.indexPrice = indexPrice
    self.indexPrice24h = indexPrice24h
    self.indexPricePercentChange = indexPricePercentChange
    self.lastFundingRate = lastFundingRate
    self.currentFundingRate = currentFundingRate
    self.nextFundingTime = nextFundingTime
    self.openInterest = openInterest
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case market = "m"
    case time = "t"
    case open = "o"
    case high = "h"
    case low = "l"
    case close = "c"
    case closeQuantity = "Q"
    case baseVolume = "v"
    case quoteVolume = "q"
    case percentChange = "P"
    case trades = "n"
    case ask = "a"
    case bid = "b"
    case markPrice = "mp"
    case indexPrice = "ip"
    case indexPrice24h = "id"
    case indexPricePercentChange = "iP"
    case lastFundingRate = "lf"
    case currentFundingRate = "nf"
    case nextFundingTime = "ft"
    case openInterest = "oi"
    case sequence = "u"
  }
}
