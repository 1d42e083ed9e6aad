internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

extension SandboxExchange {
  /// Takes an order.
  mutating func place(_ order: Order, by key: SessionKeyRecord?) -> Answer {
    guard let market = marketIndices[order.market] else { return .refused(.marketNotFound(order.market)) }
    guard markets[market].configuration.status.admits(order) else {
      return .refused(.marketNotAccepting(markets[market].configuration.status))
    }
    if let refusal = markets[market].configuration.refusal(of: order) { return .refused(refusal) }
    // Who was never here has nothing.
    guard let account = accounts.indices[order.wallet] else { return .refused(.insufficientFunds) }
    if let id = order.clientOrderID.named, orders.isInUse(id, by: account) { return .refused(.clientOrderIDInUse) }
    guard orders.count(of: account) < ExchangeLimits.openOrdersPerWalletMaximum else {
      return .refused(.tooManyOpenOrders)
    }
    var state = OrderState(
      number: OrderNumber(sequence: sequence), order: order, time: time,
      priceDeviation: key?.scope.maximumPriceDeviation)
    if order.type.hasTrigger {
      let slot = orders.insert(state, account: account, market: market)
      markets[market].triggers.append(slot, orders: &orders)
      emit(.activated, state)
    } else {
      if let refusal = execute(&state, account: account, market: market) { return .refused(refusal) }
      if state.open > 0 {
        rest(orders.insert(state, account: account, market: market))
      } else {
        histories[account].closedOrders.append(state)
      }
    }
    settle(market)
    return answer(for: state, account: account)
  }

  /// Puts an order in its book.
  private mutating func rest(_ slot: Slot) {
    let index = Int(slot)
    let (account, market, side, price, quantity, isReduceOnly) = (
      orders.slots[index].account, orders.slots[index].market, orders.slots[index].state.order.side,
      orders.slots[index].state.order.limitPrice.signed, orders.slots[index].state.open,
      orders.slots[index].state.order.isReduceOnly
    )
    accounts.list[account].positions[market].hold(quantity, side: side, isReduceOnly: isReduceOnly)
    emitBook(market, side, markets[market].rest(slot, side: side, price: price, orders: &orders))
    // Several reduce-only orders together may be more than the position.
    if isReduceOnly { unsettled.append(account) }
  }

  /// Lets an order whose trigger was reached meet the book. Where it cannot be placed it is cancelled.
  mutating func activate(_ slot: Slot) {
    let (account, market) = (orders.slots[Int(slot)].account, orders.slots[Int(slot)].market)
    markets[market].triggers.remove(slot, orders: &orders)
    var state = orders.slots[Int(slot)].state
    state.isTriggered = true
    state.status = .open
    state.lastChange = time
    if let refusal = execute(&state, account: account, market: market) {
      state.cancelRest(.refusedWhenTriggered(refusal), at: time)
      emit(.canceled, state)
    }
    orders.slots[Int(slot)].state = state
    if state.open > 0 { return rest(slot) }
    histories[account].closedOrders.append(orders.remove(slot))
  }

  /// The order as the entry has left it, with its fills.
  private func answer(for state: OrderState, account: Int) -> Answer {
    var (latest, fills) = (state, [Fill]())
    for case .order(let update) in events where update.state.number == state.number {
      latest = update.state
      if let fill = update.fill { fills.append(fill) }
    }
    // A resting order's last word is in the store: what it rests with is not an event of its own.
    if let slot = orders.slot(of: state.number) { latest = orders.slots[Int(slot)].state }
    return .order(latest, fills: fills)
  }
}
