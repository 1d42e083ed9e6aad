internal import ExchangeClient
internal import Foundation
internal import Logging
internal import PerpsProtocol
internal import SandboxMarketMaker
internal import Signing

/// The market maker that comes with a sandbox: a client of its server like any other.
struct MarketMakerPlan: Sendable {
  let listening: ListeningOptions
  let publisher: LocalWallet
  let maker: LocalWallet
  let logger: Logger

  /// Quotes until the task is cancelled.
  func run(at port: Int) async {
    let endpoint: ExchangeEndpoint
    do {
      endpoint = try .url(listening.url(port: port), environment: .sandbox, allowingPlaintext: true)
    } catch {
      logger.error("the market maker cannot reach the server: \(error)")
      return
    }
    let maker = SandboxMarketMaker(
      exchange: endpoint, publisher: publisher, makers: [maker], seed: .random(in: .min ... .max)
    ) { [logger] event in
      switch event {
      case .ready, .marketSkipped: logger.info("\(event)")
      case .quoteRefused, .failed: logger.warning("\(event)")
      }
    }
    await maker.run()
  }
}
