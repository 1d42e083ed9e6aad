public import ExchangeAPI

extension Account {
  /// The wallet's fills from now on, or after a fill: each once and in their order, however often the connection is
  /// lost.
  ///
  /// What was missed is read from the history; where that does not reach back far enough there is a
  /// ``StreamGap/fills(after:)``.
  ///
  /// - Parameter fillID: the last fill that is known, of an earlier stream.
  public func fillUpdates(after fillID: String? = nil) -> LiveStream<FillDetails> {
    let account = self
    return LiveStream { () throws(ExchangeError) in
      StreamMachine(account.caller, FillLogic(FillHistory(account, after: fillID)), account: account)
    }
  }
}

extension Session {
  /// The wallet's fills; see ``Account/fillUpdates(after:)``.
  public func fills(after fillID: String? = nil) -> LiveStream<FillDetails> {
    streaming { $0.fillUpdates(after: fillID) }
  }
}

/// Delivers fills, and nothing else of the orders.
private struct FillLogic: StreamLogic {
  private var history: FillHistory

  var subscriptions: [Subscription] { [.wallet(.orders)] }

  init(_ history: FillHistory) { self.history = history }

  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError) { try await history.prepare() }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<FillDetails>] {
    let (gap, fills) = history.deliver(try await history.missed())
    return (gap.map { [.gap($0)] } ?? []) + fills.map { .value($0) }
  }

  mutating func take(_ event: StreamedEvent) -> Intake<FillDetails> {
    switch event {
    case .order(let change): .elements(history.deliver(change).map { .value($0) })
    case .takeover(let takeover): .elements(history.deliver(takeover).map { .value($0) })
    default: .elements([])
    }
  }
}
