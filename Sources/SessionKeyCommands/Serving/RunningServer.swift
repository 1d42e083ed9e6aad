internal import ExchangeClient
internal import ExchangeServer
internal import Foundation
internal import Logging
internal import PerpsProtocol
internal import SandboxMarketMaker
internal import Signing

/// A server, and in a sandbox the market maker beside it.
struct RunningServer: Sendable {
  private let plan: ServerPlan
  /// The server's address, as the market maker calls it.
  private let url: @Sendable (Int) -> String

  init(_ plan: ServerPlan, url: @escaping @Sendable (Int) -> String) {
    self.plan = plan
    self.url = url
  }

  /// Serves until the process is asked to end.
  ///
  /// - Parameter onRunning: told the port once requests are taken.
  func run(onRunning: @escaping @Sendable (Int) -> Void) async throws {
    let server = try await ExchangeServer(opening: plan.server)
    for note in server.openingNotes { plan.server.logger.warning("\(note)") }
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    // Cancelled and waited for when the server has ended, however it has.
    async let _: Void = quote(whenRunningAt: ports, onRunning)
    try await server.run { port in
      running.yield(port)
      running.finish()
    }
  }

  /// Quotes the markets of a sandbox, through the same door as everybody else, until the task is cancelled.
  private func quote(whenRunningAt ports: AsyncStream<Int>, _ onRunning: @Sendable (Int) -> Void) async {
    for await port in ports {
      onRunning(port)
      if plan.quotesMarkets { await marketMaker(port: port)?.run() }
    }
  }

  private func marketMaker(port: Int) -> SandboxMarketMaker? {
    let logger = plan.server.logger
    guard let endpoint = try? ExchangeEndpoint.url(url(port), environment: .sandbox, allowingPlaintext: true) else {
      return nil
    }
    return SandboxMarketMaker(
      exchange: endpoint, publisher: plan.publisher, makers: [plan.marketMaker],
      seed: UInt64.random(in: .min ... .max)
    ) { event in
      switch event {
      case .ready, .marketSkipped: logger.info("\(event)")
      case .quoteRefused, .failed: logger.warning("\(event)")
      }
    }
  }
}
