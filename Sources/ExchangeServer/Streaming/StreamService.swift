internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import ServiceLifecycle

/// Lets the hub tell subscribers, and once a second those of tickers and candles.
struct StreamService: Service {
  let hub: SubscriptionHub
  let replica: ExchangeReplica
  let ledger: any Ledger
  let clock: @Sendable () -> Timestamp

  private static let interval = Duration.seconds(1)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await hub.run() }
        group.addTask { await tick() }
      }
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.interval)
      // Whoever is told of nothing must not believe that nothing has happened, nor that its key is still good.
      if ledger.readiness != .ready { await hub.closeAll(.behind) }
      await hub.tick(at: clock(), asking: replica)
    }
    hub.finish()
  }
}

extension SubscriptionHub {
  /// Sends tickers and candles of the markets that have changed, and ends what is delivered by keys that have expired.
  func tick(at now: Timestamp, asking replica: ExchangeReplica) {
    endExpired(at: now)
    tick(
      { market in replica.read { $0.statistics(of: market, at: now) }.map { Ticker($0, now: now) } },
      { market, interval in
        replica.read { exchange in
          guard let sequence = exchange.statistics(of: market, at: now)?.tradeSequence else { return nil }
          return exchange.candles(in: market, minutes: interval.minutes, page: HistoryPage(limit: 1)).last.map {
            StreamedCandle($0, of: market, interval, sequence: sequence, now: now)
          }
        }
      })
  }
}
