public import PerpsProtocol

/// One market of the sandbox exchange.
public struct MarketConfiguration: Hashable, Sendable {
  /// The name, such as `ETH-USD`.
  public let market: MarketSymbol
  /// What may be done in it.
  public let status: MarketStatus
  /// What orders it takes.
  public let orders: OrderBounds
  /// How much margin its positions need.
  public let margin: MarginSchedule
  /// What a resting order pays of a fill's value, as a fraction.
  public let makerFeeRate: Pips
  /// What an order that meets a resting one pays of a fill's value, as a fraction.
  public let takerFeeRate: Pips
  /// The smallest position. It is answered to who asks; the sandbox does not enforce it.
  public let minimumPositionSize: Pips
  /// The largest position of a wallet on either side, in the base asset, its open orders included.
  public let maximumPositionSize: Pips

  /// Describes a market.
  ///
  /// - Throws: the first of ``MarketConfigurationError`` that applies.
  public init(
    market: MarketSymbol, status: MarketStatus = .active, orders: OrderBounds, margin: MarginSchedule,
    makerFeeRate: Pips, takerFeeRate: Pips, minimumPositionSize: Pips, maximumPositionSize: Pips
  ) throws(MarketConfigurationError) {
    guard orders.tickSize > .zero, orders.stepSize > .zero else { throw .zeroStep }
    guard makerFeeRate <= .one, takerFeeRate <= .one else { throw .fractionOverOne }
    guard margin.initialFraction <= .one, margin.incrementalInitialFraction <= .one else { throw .fractionOverOne }
    guard margin.maintenanceFraction > .zero, margin.maintenanceFraction <= margin.initialFraction else {
      throw .maintenanceNotUnderInitial
    }
    guard maximumPositionSize > .zero, maximumPositionSize.count <= ExchangeLimits.positionSizePipsMaximum else {
      throw .positionSizeOutOfRange
    }
    self.market = market
    self.status = status
    self.orders = orders
    self.margin = margin
    self.makerFeeRate = makerFeeRate
    self.takerFeeRate = takerFeeRate
    self.minimumPositionSize = minimumPositionSize
    self.maximumPositionSize = maximumPositionSize
  }

  /// The first part of the name: `ETH`.
  public var baseAsset: String { market.text.split(separator: "-").first.map(String.init) ?? market.text }

  /// What profits, fees and margin are counted in.
  public static let quoteAsset = "USD"

  /// The highest index price that is taken: the largest position then has a value that fits in an `Int64` of pips.
  public var indexPriceMaximum: Pips {
    Pips(clamping: Int128(Int64.max) * PipArithmetic.one / Int128(maximumPositionSize.count))
  }
}

/// Why a market cannot be.
public enum MarketConfigurationError: Error, Hashable, Sendable {
  /// The tick size or the step size is zero.
  case zeroStep
  /// A fee or a margin fraction is over 1.
  case fractionOverOne
  /// The maintenance margin fraction is zero, or over the initial one.
  case maintenanceNotUnderInitial
  /// The maximum position size is zero, or over ``ExchangeLimits/positionSizePipsMaximum``.
  case positionSizeOutOfRange
}

extension MarketConfigurationError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .zeroStep: "tickSize and stepSize must be over zero"
    case .fractionOverOne: "fees and margin fractions are at most 1.00000000"
    case .maintenanceNotUnderInitial:
      "the maintenance margin fraction must be over zero and at most the initial margin fraction"
    case .positionSizeOutOfRange:
      "maximumPositionSize must be over zero and at most \(ExchangeLimits.positionSizePipsMaximum) pips"
    }
  }
}
