internal import EthereumPrimitives
internal import ExchangeAPI
public import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
public import Signing

/// Gives a sandbox its prices and its quotes, through the same door as everybody else.
///
/// It publishes an index price for each market it knows a start price of, and quotes the market around it with session
/// keys of its own wallets. With three markets and the usual configuration it adds about two entries a second to the
/// ledger: one index price for each market every three seconds, and nine entries whenever a market is quoted anew.
public actor SandboxMarketMaker {
  private let endpoint: ExchangeEndpoint
  private let publisher: LocalWallet
  private let makers: [LocalWallet]
  private let seed: UInt64
  private let configuration: MarketMakerConfiguration
  private let report: @Sendable (MarketMakerEvent) -> Void
  private var floor: Floor?

  /// What there is once the exchange has been reached.
  private struct Floor {
    let exchange: Exchange
    var walks: [(market: MarketDetails, walk: PriceWalk)]
    var desks: [MakerDesk]
  }

  /// Takes its wallets; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - publisher: the wallet that the exchange's operator has appointed to publish index prices.
  ///   - makers: the wallets that quote, each some of the markets. They must be used for nothing else: their session
  ///     keys are revoked and their orders cancelled on every start. The publisher's own where there are none.
  ///   - seed: decides the prices.
  ///   - report: told what an operator may want to know; must return at once.
  public init(
    exchange endpoint: ExchangeEndpoint, publisher: LocalWallet, makers: [LocalWallet] = [], seed: UInt64,
    configuration: MarketMakerConfiguration = MarketMakerConfiguration(),
    report: @escaping @Sendable (MarketMakerEvent) -> Void = { _ in }
  ) {
    self.endpoint = endpoint
    self.publisher = publisher
    self.makers = makers.isEmpty ? [publisher] : makers
    self.seed = seed
    self.configuration = configuration
    self.report = report
  }

  /// Works until the task is cancelled. After a failure it waits, longer each time, and reads everything anew.
  public func run() async {
    var pauseAfterFailure = configuration.pauseAfterFailure
    while !Task.isCancelled {
      var pause = configuration.pause
      do {
        try await step()
        pauseAfterFailure = configuration.pauseAfterFailure
      } catch {
        pause = pauseAfterFailure
        pauseAfterFailure = min(pauseAfterFailure * 2, configuration.pauseAfterFailureMaximum)
        if !Task.isCancelled { report(.failed(error, pause: pause)) }
        await recover(from: error)
      }
      do { try await configuration.sleep(pause) } catch { break }
    }
    await floor?.exchange.close()
    floor = nil
  }

  /// One step: moves and publishes the index prices, and quotes anew where that is needed. The first one connects,
  /// starts the sessions and deposits play money.
  public func step() async throws(ExchangeError) {
    if floor == nil { floor = try await open() }
    guard var floor else { return }
    defer { self.floor = floor }
    let prices = try await publish(&floor)
    for index in floor.desks.indices {
      if try await floor.desks[index].prepare(on: floor.exchange, configuration) { announce(floor.desks[index]) }
      try await floor.desks[index].quote(around: prices, configuration, report: report)
    }
  }

  private func open() async throws(ExchangeError) -> Floor {
    let exchange = try await Exchange.connect(to: endpoint, configuration: configuration.client)
    var walks: [(MarketDetails, PriceWalk)] = []
    for market in try await exchange.markets() {
      guard let anchor = configuration.startPrices[market.market] else {
        report(.marketSkipped(market.market))
        continue
      }
      // A restart goes on from where the price is: a jump could liquidate somebody.
      let walk = PriceWalk(
        from: market.indexPrice == .zero ? nil : market.indexPrice, anchor: anchor, tickSize: market.tickSize,
        generator: SeededGenerator(seed: seed, name: market.market.text))
      walks.append((market, walk))
    }
    let desks = makers.indices.map { index in
      let share = walks.indices.filter { $0 % makers.count == index }.map { walks[$0].0 }
      return MakerDesk(wallet: makers[index], markets: share)
    }
    return Floor(exchange: exchange, walks: walks, desks: desks.filter { !$0.markets.isEmpty })
  }

  private func publish(_ floor: inout Floor) async throws(ExchangeError) -> [MarketSymbol: Pips] {
    var prices: [MarketSymbol: Pips] = [:]
    for index in floor.walks.indices {
      floor.walks[index].walk.advance()
      let (market, price) = (floor.walks[index].market.market, floor.walks[index].walk.price)
      _ = try await floor.exchange.publishIndexPrice(price, of: market, authorizedBy: publisher)
      prices[market] = price
    }
    return prices
  }

  private func announce(_ desk: MakerDesk) {
    guard let key = desk.sessionKey else { return }
    report(.ready(maker: desk.wallet.address, sessionKey: key, markets: desk.markets.map(\.market)))
  }

  /// Gets ready for the next try: the server may be another one, its clock may have moved, a key may be dead.
  private func recover(from error: ExchangeError) async {
    switch error.code {
    case .refusal(.sessionKeyRevoked), .refusal(.sessionKeyExpired), .refusal(.sessionKeyUnknown),
      .refusal(.sessionKeyOfAnotherWallet), .refusal(.noncePredatesAuthorization), .refusal(.nonceInvalidated),
      .refusal(.authorizationRevokedInAdvance), .exchange(.invalidAPIKey), .exchange(.invalidHMACSignature):
      for index in floor?.desks.indices ?? 0..<0 { floor?.desks[index].endSession() }
    case .refusal(.nonceOutsideWindow): try? await floor?.exchange.synchronizeClock()
    case .refusal(.invalidWalletSignature):
      // Another chain or contract: everything that was read is of another exchange.
      await floor?.exchange.close()
      floor = nil
    default: break
    }
  }
}
