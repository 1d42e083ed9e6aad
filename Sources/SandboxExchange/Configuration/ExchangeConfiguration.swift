public import EthereumPrimitives
public import PerpsProtocol

/// What a sandbox exchange is started with. All nodes of one ledger must have the same.
public struct ExchangeConfiguration: Hashable, Sendable {
  /// The markets, in the order in which everything goes through them.
  public let markets: [MarketConfiguration]
  /// The wallet whose index prices count.
  public let indexPricePublisher: Address
  /// The smallest withdrawal.
  public let withdrawalMinimum: Pips

  /// Puts together a configuration.
  ///
  /// - Throws: when there are no markets, more than ``ExchangeLimits/marketsMaximum``, or two of the same name.
  public init(
    markets: [MarketConfiguration] = MarketConfiguration.standard, indexPricePublisher: Address,
    withdrawalMinimum: Pips = .one
  ) throws(ExchangeConfigurationError) {
    guard !markets.isEmpty else { throw .noMarkets }
    guard markets.count <= ExchangeLimits.marketsMaximum else { throw .tooManyMarkets }
    guard Set(markets.map(\.market)).count == markets.count else { throw .repeatedMarket }
    self.markets = markets
    self.indexPricePublisher = indexPricePublisher
    self.withdrawalMinimum = withdrawalMinimum
  }
}

/// Why an exchange cannot be started.
public enum ExchangeConfigurationError: Error, Hashable, Sendable {
  /// There are no markets.
  case noMarkets
  /// More markets than ``ExchangeLimits/marketsMaximum``.
  case tooManyMarkets
  /// Two markets have the same name.
  case repeatedMarket
}

extension ExchangeConfigurationError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .noMarkets: "an exchange needs a market"
    case .tooManyMarkets: "an exchange has at most \(ExchangeLimits.marketsMaximum) markets"
    case .repeatedMarket: "a market is named twice"
    }
  }
}
