public import PerpsProtocol

/// What happened in a market in the last 24 hours, and how it stands.
public struct MarketStatistics: Hashable, Sendable {
  /// The market.
  public let configuration: MarketConfiguration
  /// The index price, which is the mark price too; `nil` before the first.
  public let indexPrice: Pips?
  /// The index price 24 hours ago, or the oldest since.
  public let indexPrice24h: Pips?
  /// The price of the first trade in 24 hours.
  public let open: Pips?
  /// The highest price of a trade in 24 hours.
  public let high: Pips?
  /// The lowest price of a trade in 24 hours.
  public let low: Pips?
  /// The price of the last trade ever.
  public let close: Pips?
  /// The quantity of the last trade ever.
  public let closeQuantity: Pips?
  /// What was traded in 24 hours, in the base asset.
  public let baseVolume: Amount
  /// What that was worth.
  public let quoteVolume: Amount
  /// How many trades there were in 24 hours.
  public let trades: UInt64
  /// The highest price that is bid.
  public let bid: Pips?
  /// The lowest price that is asked.
  public let ask: Pips?
  /// The sum of all long positions, in the base asset.
  public let openInterest: Amount
  /// How many trades there were ever, which is the number of the last.
  public let tradeSequence: UInt64
  /// What was ever traded, in the quote asset.
  public let totalQuoteVolume: Amount
}

extension MarketStatistics {
  /// How much the last price differs from the first of 24 hours, as a fraction of that.
  public var percentChange: Amount? { Self.change(from: open, to: close) }

  /// How much the index price differs from that of 24 hours ago, as a fraction of that.
  public var indexPricePercentChange: Amount? { Self.change(from: indexPrice24h, to: indexPrice) }

  private static func change(from old: Pips?, to new: Pips?) -> Amount? {
    guard let old, let new else { return nil }
    return PipArithmetic.ratio(Int128(new.count) - Int128(old.count), to: Int128(old.count))
  }
}

/// What happened in a market in some minutes.
public struct Candle: Hashable, Sendable {
  /// When the first minute began.
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
  public let baseVolume: Amount
  /// What that was worth.
  public let quoteVolume: Amount
  /// How many trades there were.
  public let trades: UInt64
}
