import ExchangeAPI
import ExchangeClient
import PerpsProtocol

/// Why the bot acts.
enum Occasion {
  /// Its fills are told from now on: for the first time, or again after a lost connection.
  case connected
  /// One of its orders has traded.
  case fill(FillDetails)
  /// The market's index price.
  case price(Pips)
}

extension Session {
  /// What happens to the bot and in its market, as it happens and one after the other.
  func occasions(in market: MarketSymbol) -> AsyncThrowingStream<Occasion, any Error> {
    AsyncThrowingStream { continuation in
      let following = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            await continuation.follow(fills()) { element in
              switch element {
              case .connected: .connected
              case .value(let fill): .fill(fill)
              case .disconnected, .gap: nil
              }
            }
          }
          group.addTask {
            await continuation.follow(exchange.events(of: [.markets(.tickers, [market])])) { element in
              if case .value(.ticker(let ticker)) = element { ticker.indexPrice.map { .price($0) } } else { nil }
            }
          }
        }
      }
      continuation.onTermination = { _ in following.cancel() }
    }
  }
}

extension AsyncThrowingStream<Occasion, any Error>.Continuation {
  /// Hands on what a live stream tells. A lost connection is opened again by the stream itself.
  fileprivate func follow<Value>(
    _ stream: LiveStream<Value>, _ occasion: (LiveElement<Value>) -> Occasion?
  ) async {
    do {
      for try await element in stream {
        if case .disconnected(let end) = element { print("Lost     a connection: \(end)") }
        if let occasion = occasion(element) { yield(occasion) }
      }
      finish()
    } catch { finish(throwing: error) }
  }
}
