public import ExchangeAPI

extension Exchange {
  /// What happens in markets, as the exchange tells it.
  ///
  /// After a lost connection the stream goes on with what happens then: a ``StreamGap/events`` says so. Books and
  /// trades have streams of their own, which find what they have missed.
  ///
  /// - Parameter subscriptions: of markets; what is a wallet's is at its ``Account``.
  public func events(of subscriptions: [Subscription]) -> LiveStream<StreamedEvent> {
    let caller = caller
    return LiveStream { () throws(ExchangeError) in
      guard !subscriptions.contains(where: \.name.isPrivate) else {
        throw .invalid(reason: "what is a wallet's is subscribed to at its account")
      }
      return StreamMachine(caller, EventLogic(subscriptions: subscriptions))
    }
  }
}

/// Hands on every event.
private struct EventLogic: StreamLogic {
  let subscriptions: [Subscription]
  private var hasBegun = false

  init(subscriptions: [Subscription]) { self.subscriptions = subscriptions }

  mutating func resume() -> [LiveElement<StreamedEvent>] {
    defer { hasBegun = true }
    return hasBegun ? [.gap(.events)] : []
  }

  func take(_ event: StreamedEvent) -> Intake<StreamedEvent> { .elements([.value(event)]) }
}
