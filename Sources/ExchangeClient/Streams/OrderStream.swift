internal import ExchangeAPI
internal import PerpsProtocol

extension Account {
  /// What happens to the wallet's orders from now on: every change as it comes, every fill once and in order, and after
  /// a lost connection how the orders stand that have changed meanwhile.
  ///
  /// An order that was placed and has ended without a trade while there was no connection is in no list of the
  /// exchange, and is not told: whoever placed it has the answer.
  ///
  /// - Parameter fillID: begins behind this fill in place of now, and tells how all open orders stand.
  public func orderUpdates(after fillID: String? = nil) -> LiveStream<OrderUpdate> {
    let account = self
    return LiveStream { () throws(ExchangeError) in
      StreamMachine(account.caller, OrderLogic(account, after: fillID), account: account)
    }
  }
}

extension Session {
  /// What happens to the wallet's orders; see ``Account/orderUpdates(after:)``.
  ///
  /// Ends with `INVALID_API_KEY` when the session's key is revoked or expires.
  public func orderUpdates(after fillID: String? = nil) -> LiveStream<OrderUpdate> {
    streaming { $0.orderUpdates(after: fillID) }
  }

  /// A stream of the account; without credentials iterating throws.
  func streaming<Value>(_ stream: @escaping @Sendable (Account) -> LiveStream<Value>) -> LiveStream<Value> {
    let session = self
    return LiveStream { () throws(ExchangeError) in try stream(try session.account).begin() }
  }
}

/// Delivers fills and states of orders.
struct OrderLogic: StreamLogic {
  private let account: Account
  private var fills: FillHistory
  private var states = OrderStates()
  /// The newest order that had ended when the stream began.
  private var newestClosed: OrderDetails?
  private var hasBegun = false

  /// How many orders are asked for one by one after a lost connection.
  private static let ordersLookedUpMaximum = 1_000
  /// How many of them at a time.
  private static let lookupsAtATime = 8

  var subscriptions: [Subscription] { [.wallet(.orders)] }

  init(_ account: Account, after fillID: String?) {
    self.account = account
    fills = FillHistory(account, after: fillID)
  }

  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError) {
    try await fills.prepare()
    // The closed one first: whatever is placed after the others were read is newer than all of them.
    let closed = try await account.orders(closed: true, page: ReadPage(limit: 1)).last
    let open = fills.hasStart ? [] : try await openOrders()
    var states = OrderStates()
    if let closed { states.begin(behind: closed) }
    for order in open { _ = states.take(order) }
    (self.states, newestClosed) = (states, closed)
  }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<OrderUpdate>] {
    let closed = try await closedOrders()
    let open = try await openOrders()
    let told = Set((closed + open).map(\.orderID))
    var (others, lost) = try await find(states.open.keys.filter { !told.contains($0) })
    // The fills last: no order is told before a fill that it has had.
    var missed = try await fills.missed()
    if !hasBegun && fills.hasStart {
      let ids = Set(missed.items.compactMap(\.orderID)).subtracting(told)
      (others, lost) = try await find(Array(ids))
      missed = try await fills.missed()
    }

    let (gap, fills) = fills.deliver(missed)
    var elements: [LiveElement<OrderUpdate>] = (gap.map { [.gap($0)] } ?? []) + fills.map { .value(.fill($0)) }
    elements += (closed + others + open).compactMap { states.take($0) }.map { .value(.order($0, nil)) }
    for id in lost { states.forget(id) }
    if !hasBegun, let newestClosed { _ = states.take(newestClosed) }
    hasBegun = true
    return lost.isEmpty ? elements : [.gap(.orders(lost))] + elements
  }

  mutating func take(_ event: StreamedEvent) -> Intake<OrderUpdate> {
    switch event {
    case .order(let change):
      let new = fills.deliver(change).map { OrderUpdate.fill($0) }
      let order = states.take(OrderDetails(change)).map { [OrderUpdate.order($0, change.update)] }
      return .elements((new + (order ?? [])).map { .value($0) })
    case .takeover(let takeover): return .elements(fills.deliver(takeover).map { .value(.fill($0)) })
    default: return .elements([])
    }
  }
}

// MARK: - Reading

extension OrderLogic {
  private nonisolated(nonsending) func openOrders() async throws(ExchangeError) -> [OrderDetails] {
    let account = account
    return try await account.history.items(after: nil, id: \.orderID.text) {
      page async throws(ExchangeError) in try await account.orders(page: page)
    }.items
  }

  /// Closed orders that have traded and were placed after the newest known one; of all others it is known that they
  /// were open.
  private nonisolated(nonsending) func closedOrders() async throws(ExchangeError) -> [OrderDetails] {
    // Of a stream that begins behind a fill, only the orders of the fills that are told.
    guard hasBegun || !fills.hasStart else { return [] }
    let account = account
    return try await account.history.items(after: states.newest?.orderID.text, id: \.orderID.text) {
      page async throws(ExchangeError) in try await account.orders(closed: true, page: page)
    }.items
  }

  /// Looks for orders that are neither open nor new: those that have traded together, and what is left one by one.
  private nonisolated(nonsending) func find(
    _ wanted: [OrderID]
  ) async throws(ExchangeError) -> (found: [OrderDetails], lost: [OrderID]) {
    guard !wanted.isEmpty else { return ([], []) }
    let (page, set) = (ReadPage(limit: ReadQuery.limitMaximum), Set(wanted))
    var found = try await account.orders(closed: true, page: page).filter { set.contains($0.orderID) }
    let left = set.subtracting(found.map(\.orderID))
    let rest = wanted.filter { left.contains($0) }
    for start in stride(from: 0, to: min(rest.count, Self.ordersLookedUpMaximum), by: Self.lookupsAtATime) {
      found += try await account.orders(rest[start...].prefix(Self.lookupsAtATime))
    }
    let all = Set(found.map(\.orderID))
    found.sort { ($0.time, $0.orderID.text) < ($1.time, $1.orderID.text) }
    return (found, wanted.filter { !all.contains($0) })
  }
}

extension Account {
  /// Those of some orders that the exchange remembers, in their order. All are asked for at once.
  fileprivate nonisolated(nonsending) func orders(
    _ ids: ArraySlice<OrderID>
  ) async throws(ExchangeError) -> [OrderDetails] {
    let account = self
    let answers = await withTaskGroup(of: (Int, Result<OrderDetails?, ExchangeError>).self) { group in
      for (place, id) in zip(ids.indices, ids) { group.addTask { (place, await account.remembered(id)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var orders: [OrderDetails] = []
    for place in ids.indices { if let order = try answers[place]?.get() { orders.append(order) } }
    return orders
  }

  private func remembered(_ id: OrderID) async -> Result<OrderDetails?, ExchangeError> {
    do throws(ExchangeError) { return .success(try await order(.order(id))) } catch {
      if case .refused(.exchange(.orderNotFound), _, _) = error { return .success(nil) }
      return .failure(error)
    }
  }
}
