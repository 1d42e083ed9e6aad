public import EthereumPrimitives
public import PerpsProtocol

extension SandboxExchange {
  /// A wallet's open orders, resting or waiting for their trigger, oldest first.
  ///
  /// - Parameter market: only those of this market; `nil` for all.
  public func openOrders(
    of wallet: Address, in market: MarketSymbol? = nil, page: HistoryPage<OrderNumber>
  ) -> [OrderState] {
    guard let account = accounts.indices[wallet], let market = place(of: market) else { return [] }
    let slots = orders.slots(of: account)
    return page.pick(
      from: slots.count,
      key: { place in
        let index = Int(slots[place])
        guard market.includes(orders.slots[index].market) else { return nil }
        return (orders.slots[index].state.time, orders.slots[index].state.number)
      }, item: { orders.slots[Int(slots[$0])].state })
  }

  /// A wallet's closed orders that are remembered, in the order in which they were placed, the oldest first.
  ///
  /// - Parameters:
  ///   - market: only those of this market; `nil` for all.
  ///   - traded: whether to leave out those that have not traded at all.
  public func closedOrders(
    of wallet: Address, in market: MarketSymbol? = nil, onlyTraded traded: Bool = false, page: HistoryPage<OrderNumber>
  ) -> [OrderState] {
    guard let account = accounts.indices[wallet] else { return [] }
    return histories[account].closedOrders.orders(page: page) { state in
      (market == nil || state.order.market == market) && (!traded || state.executed > 0)
    }
  }

  /// One order of a wallet, open or closed; of several closed ones with a client order id the last.
  public func order(_ reference: OrderReference, of wallet: Address) -> OrderState? {
    guard let account = accounts.indices[wallet] else { return nil }
    if let slot = orders.slot(of: reference, account: account) { return orders.slots[Int(slot)].state }
    let closed = histories[account].closedOrders
    switch reference {
    case .order(let id):
      guard let number = OrderNumber(id) else { return nil }
      return closed.indices.last { closed[$0].number == number }.map { closed[$0] }
    case .client(let id):
      return closed.indices.last { closed[$0].order.clientOrderID == id }.map { closed[$0] }
    }
  }

  /// A wallet's fills that are remembered, oldest first.
  ///
  /// - Parameter market: only those of this market; `nil` for all.
  public func fills(
    of wallet: Address, in market: MarketSymbol? = nil, page: HistoryPage<FillNumber>
  ) -> [Fill] {
    guard let account = accounts.indices[wallet] else { return [] }
    let fills = histories[account].fills
    return page.pick(
      from: fills.count,
      key: { place in
        guard market == nil || fills[place].market == market else { return nil }
        return (fills[place].time, fills[place].number)
      }, item: { fills[$0] })
  }

  /// The fills of one order that are remembered, oldest first.
  public func fills(of order: OrderNumber, of wallet: Address) -> [Fill] {
    guard let account = accounts.indices[wallet] else { return [] }
    let fills = histories[account].fills
    return fills.indices.filter { fills[$0].order == order }.map { fills[$0] }
  }

  /// One fill of a wallet, where it is remembered.
  public func fill(_ number: FillNumber, of wallet: Address) -> Fill? {
    guard let account = accounts.indices[wallet] else { return nil }
    let fills = histories[account].fills
    return fills.indices.last { fills[$0].number == number }.map { fills[$0] }
  }

  /// The place of a market, all markets for `nil`, and `nil` for one that there is not.
  private func place(of market: MarketSymbol?) -> MarketChoice? {
    guard let market else { return .all }
    return marketIndices[market].map { .one($0) }
  }
}

/// The markets that a question is about.
private enum MarketChoice {
  case all
  case one(Int)

  func includes(_ market: Int) -> Bool {
    switch self {
    case .all: true
    case .one(let chosen): chosen == market
    }
  }
}

extension Ring<OrderState> {
  /// Closed orders by their numbers. They stand in the ring in the order in which they were closed.
  fileprivate func orders(
    page: HistoryPage<OrderNumber>, where isMeant: (OrderState) -> Bool
  ) -> [OrderState] {
    let places = indices.filter { isMeant(self[$0]) }
      .map { (number: self[$0].number, place: $0) }
      .sorted { $0.number < $1.number }
    return page.pick(
      from: places.count, key: { (self[places[$0].place].time, places[$0].number) }, item: { self[places[$0].place] })
  }
}
