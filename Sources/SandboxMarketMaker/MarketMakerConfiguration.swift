public import ExchangeClient
public import PerpsProtocol

/// How a market maker works.
public struct MarketMakerConfiguration: Sendable {
  /// Where the index price of each market begins; other markets are left alone.
  public var startPrices: [MarketSymbol: Pips]
  /// How the markets are quoted.
  public var shape = LadderShape.standard
  /// How long it waits between two steps. Each step publishes the index price of every market.
  public var pause = Duration.seconds(3)
  /// How long it waits after the first failure; each further one doubles it, up to ``pauseAfterFailureMaximum``.
  public var pauseAfterFailure = Duration.milliseconds(250)
  /// The longest wait after a failure.
  public var pauseAfterFailureMaximum = Duration.seconds(30)
  /// The play money that each maker is kept at: it deposits what is missing once it has less than half of it.
  public var balance = Pips(count: 10_000_000 * Pips.one.count) ?? .one
  /// How long before its expiry, in milliseconds, a session key is replaced.
  public var renewalMilliseconds = Timestamp.millisecondsPerDay
  /// How it waits; a test need not.
  public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  /// The limits of its connection to the exchange.
  public var client = ClientConfiguration()

  /// Works as usual for these markets.
  public init(startPrices: [MarketSymbol: Pips] = standardStartPrices) { self.startPrices = startPrices }

  /// BTC-USD at 100,000, ETH-USD at 2,000, SOL-USD at 150.
  public static let standardStartPrices: [MarketSymbol: Pips] = {
    var prices: [MarketSymbol: Pips] = [:]
    for (name, price) in [("BTC-USD", 100_000), ("ETH-USD", 2_000), ("SOL-USD", 150)] as [(String, UInt64)] {
      if let market = try? MarketSymbol(name) { prices[market] = Pips(count: price * Pips.one.count) }
    }
    return prices
  }()
}
