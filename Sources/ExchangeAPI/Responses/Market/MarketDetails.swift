public import PerpsProtocol

/// One market of `GET /v1/markets`: its bounds, margins and fees, and how it stands.
public struct MarketDetails: Codable, Hashable, Sendable {
  /// The name.
  public let market: MarketSymbol
  /// What is traded in it.
  public let type: MarketType
  /// What may be done in it.
  public let status: MarketStatus
  /// What quantities are counted in.
  public let baseAsset: String
  /// What prices and margin are counted in.
  public let quoteAsset: String
  /// The step of quantities.
  public let stepSize: Pips
  /// The step of prices.
  public let tickSize: Pips
  /// The index price; zero before the first.
  public let indexPrice: Pips
  /// The index price 24 hours ago; zero before the first.
  public let indexPrice24h: Pips
  /// How much it has changed since, as a fraction.
  public let indexPricePercentChange: Amount
  /// The last funding rate, as a fraction.
  @Nullable public private(set) var lastFundingRate: Amount?
  /// The coming funding rate, as a fraction.
  @Nullable public private(set) var currentFundingRate: Amount?
  /// When the next funding payment is due.
  public let nextFundingTime: Timestamp
  /// The smallest quantity of an order that may rest.
  public let makerOrderMinimum: Pips
  /// The smallest quantity of an order that cannot rest.
  public let takerOrderMinimum: Pips
  /// How far from the index price a market order fills, as a fraction of it.
  public let marketOrderExecutionPriceLimit: Pips
  /// How far from the index price a limit price may be, as a fraction of it.
  public let limitOrderExecutionPriceLimit: Pips
  /// The smallest position.
  public let minimumPositionSize: Pips
  /// The largest position.
  public let maximumPositionSize: Pips
  /// The margin that a position needs to be opened, as a fraction of its value.
  public let initialMarginFraction: Pips
  /// The margin that a position needs to be kept, as a fraction of its value.
  public let maintenanceMarginFraction: Pips
  /// The size from which on more margin is needed.
  public let basePositionSize: Pips
  /// The step in which it grows.
  public let incrementalPositionSize: Pips
  /// What each step adds.
  public let incrementalInitialMarginFraction: Pips
  /// What a resting order pays of a fill's value, as a fraction; negative for a rebate.
  public let makerFeeRate: Amount
  /// What an order that meets a resting one pays of a fill's value, as a fraction.
  public let takerFeeRate: Amount
  /// What was traded in 24 hours, in the quote asset.
  public let volume24h: Amount
  /// How many trades there were in 24 hours.
  public let trades24h: UInt64
  /// The sum of all long positions, in the base asset.
  public let openInterest: Amount

  /// Describes the market.
  public init(
    market: MarketSymbol, type: MarketType, status: MarketStatus, baseAsset: String, quoteAsset: String, stepSize: Pips,
    tickSize: Pips, indexPrice: Pips, indexPrice24h: Pips, indexPricePercentChange: Amount, lastFundingRate: Amount?,
    currentFundingRate: Amount?, nextFundingTime: Timestamp, makerOrderMinimum: Pips, takerOrderMinimum: Pips,
    marketOrderExecutionPriceLimit: Pips, limitOrderExecutionPriceLimit: Pips, minimumPositionSize: Pips,
    maximumPositionSize: Pips, initialMarginFraction: Pips, maintenanceMarginFraction: Pips, basePositionSize: Pips,
    incrementalPositionSize: Pips, incrementalInitialMarginFraction: Pips, makerFeeRate: Amount, takerFeeRate: Amount,
    volume24h: Amount, trades24h: UInt64, openInterest: Amount
  ) {
    self.market = market
    self.type = type
    self.status = status
    self.baseAsset = baseAsset
    self.quoteAsset = quoteAsset
    self.stepSize = stepSize
    self.tickSize = tickSize
    self.indexPrice = indexPrice
    self.indexPrice24h = indexPrice24h
    self.indexPricePercentChange = indexPricePercentChange
    self.lastFundingRate = lastFundingRate
    self.currentFundingRate = currentFundingRate
    self.nextFundingTime = nextFundingTime
    self.makerOrderMinimum = makerOrderMinimum
    self.takerOrderMinimum = takerOrderMinimum
    self.marketOrderExecutionPriceLimit = marketOrderExecutionPriceLimit
    self.limitOrderExecutionPriceLimit = limitOrderExecutionPriceLimit
    self.minimumPositionSize = minimumPositionSize
    self.maximumPositionSize = maximumPositionSize
    self.initialMarginFraction = initialMarginFraction
    self.maintenanceMarginFraction = maintenanceMarginFraction
    self.basePositionSize = basePositionSize
    self.incrementalPositionSize = incrementalPositionSize
    self.incrementalInitialMarginFraction = incrementalInitialMarginFraction
    self.makerFeeRate = makerFeeRate
    self.takerFeeRate = takerFeeRate
    self.volume24h = volume24h
    self.trades24h = trades24h
    self.openInterest = openInterest
  }
}
