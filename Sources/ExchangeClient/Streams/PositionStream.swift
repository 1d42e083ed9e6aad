public import ExchangeAPI
public import PerpsProtocol

/// A change of a wallet's position.
public enum PositionUpdate: Hashable, Sendable {
  /// It has changed, or was closed.
  case changed(StreamedPosition)
  /// It has changed while there was no connection, and stands like this now.
  case found(PositionDetails)
  /// It was closed while there was no connection.
  case closed(MarketSymbol)

  /// The market.
  public var market: MarketSymbol {
    switch self {
    case .changed(let position): position.market
    case .found(let position): position.market
    case .closed(let market): market
    }
  }
}

extension Account {
  /// The wallet's positions as they change: first how they stand, then each change as it comes, and after a lost
  /// connection how those stand that have changed meanwhile.
  public func positionUpdates() -> LiveStream<PositionUpdate> {
    let account = self
    return LiveStream { () throws(ExchangeError) in
      StreamMachine(account.caller, PositionLogic(account), account: account)
    }
  }
}

extension Session {
  /// The wallet's positions; see ``Account/positionUpdates()``.
  public func positionUpdates() -> LiveStream<PositionUpdate> { streaming { $0.positionUpdates() } }
}

/// Delivers positions, and finds those that have changed.
struct PositionLogic: StreamLogic {
  private let account: Account
  /// The last change of each open position, as far as was told.
  private var known: [MarketSymbol: LastChange] = [:]

  private struct LastChange: Hashable {
    let time: Timestamp
    let lastFillID: String
    let quantity: Amount
  }

  var subscriptions: [Subscription] { [.wallet(.positions)] }

  init(_ account: Account) { self.account = account }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<PositionUpdate>] {
    let positions = try await account.positions()
    var now: [MarketSymbol: LastChange] = [:]
    for position in positions {
      now[position.market] = LastChange(
        time: position.time, lastFillID: position.lastFillID, quantity: position.quantity)
    }
    let gone = known.keys.filter { now[$0] == nil }.sorted { $0.description < $1.description }
    let changed = positions.filter { known[$0.market] != now[$0.market] }
    known = now
    return gone.map { .value(.closed($0)) } + changed.map { .value(.found($0)) }
  }

  mutating func take(_ event: StreamedEvent) -> Intake<PositionUpdate> {
    guard case .position(let position) = event else { return .elements([]) }
    let change = LastChange(time: position.time, lastFillID: position.lastFillID, quantity: position.quantity)
    // What was found may be further than what is still on its way.
    if let last = known[position.market], last == change || position.time < last.time { return .elements([]) }
    known[position.market] = position.status == .open ? change : nil
    return .elements([.value(.changed(position))])
  }
}
