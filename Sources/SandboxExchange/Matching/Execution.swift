internal import PerpsProtocol

extension SandboxExchange {
  /// Lets an order meet the book. What is left of it then either has `open` over zero and is to rest, or is done.
  ///
  /// - Returns: why it cannot be carried out, and then nothing has changed; or `nil`.
  mutating func execute(_ state: inout OrderState, account: Int, market: Int) -> BusinessRefusal? {
    let taker: Taker
    switch admit(state, account: account, market: market) {
    case .failure(let refusal): return refusal
    case .success(let admitted): taker = admitted
    }
    let order = state.order
    let (balanceBefore, before) = (accounts.list[account].balance, accounts.list[account].positions[market])
    accounts.begin()
    let plan = plan(taker)
    if order.timeInForce == .fok && plan.filled < state.open {
      accounts.rollBack()
      kill(&state)
      return nil
    }
    let rest = order.canRest && plan.end == nil ? plan.remaining : 0
    if let refusal = refusal(
      of: order, resting: rest, account: account, market: market, before: before, balanceBefore: balanceBefore)
    {
      accounts.rollBack()
      return refusal
    }
    let excess = state.open - taker.quantity
    // Of an order that trades at once subscribers are told the fill first.
    if plan.filled == 0 { emit(.new, state) }
    commit(plan, of: &state, market: market)
    finish(plan, excess: excess, of: &state)
    return nil
  }

  /// What can be said before anything is planned.
  private func admit(_ state: OrderState, account: Int, market: Int) -> Result<Taker, BusinessRefusal> {
    let (order, configuration) = (state.order, markets[market].configuration)
    let indexPrice = terms[market].indexPrice
    guard indexPrice > 0 else { return .failure(.indexPriceUnavailable(order.market)) }
    let bound: Int64
    if order.type.hasLimitPrice {
      bound = order.limitPrice.signed
      let limit = configuration.orders.limitOrderPriceLimit
      guard PriceBounds.allows(bound, order.side, indexPrice: indexPrice, deviation: limit) else {
        return .failure(.priceTooFarFromIndex(limit: limit))
      }
    } else {
      let limit = configuration.orders.marketOrderPriceLimit
      bound = PriceBounds.market(
        order.side, indexPrice: indexPrice, deviation: min(limit, state.priceDeviation ?? limit))
    }
    var quantity = state.open
    if order.isReduceOnly {
      quantity = min(quantity, accounts.list[account].positions[market].reducible(by: order.side))
      guard quantity > 0 else { return .failure(.reduceOnlyWouldNotReduce) }
    }
    let taker = Taker(
      account: account, market: market, side: order.side, priceBound: bound, quantity: quantity,
      selfTradePrevention: order.selfTradePrevention)
    if order.timeInForce == .gtx, let best = markets[market].best(against: order.side), taker.takes(best.price) {
      return .failure(.postOnlyWouldCross)
    }
    return .success(taker)
  }

  /// Judges the account as the plan would leave it, with what would rest.
  private func refusal(
    of order: Order, resting rest: Int64, account: Int, market: Int, before: PositionState, balanceBefore: Int128
  ) -> BusinessRefusal? {
    let planned = accounts.list[account].positions[market]
    var after = planned
    after.hold(rest, side: order.side, isReduceOnly: order.isReduceOnly)
    let maximum = markets[market].configuration.maximumPositionSize
    let worst = after.worstSize
    if !order.isReduceOnly, worst > maximum.count, worst > before.worstSize { return .positionTooLarge(maximum) }
    let availability = after.margin(under: terms[market]).availability
    let change =
      accounts.list[account].balance - balanceBefore + availability - before.margin(under: terms[market]).availability
    if change >= 0 { return nil }
    let held = availability - planned.margin(under: terms[market]).availability
    return accounts.list[account].available(under: terms) + held >= 0 ? nil : .insufficientFunds
  }

  /// Ends a fill-or-kill order that cannot trade whole: it has been taken, and nothing has become of it.
  private mutating func kill(_ state: inout OrderState) {
    emit(.new, state)
    state.cancelRest(.nothingToTradeWith, at: time)
    emit(.expired, state)
  }

  /// Gives up what can neither trade nor rest.
  private mutating func finish(_ plan: MatchPlan, excess: Int64, of state: inout OrderState) {
    if excess > 0 { state.cancel(quantity: excess, .reduceOnly, at: time) }
    if plan.decremented > 0 { state.cancel(quantity: plan.decremented, .selfTrade, at: time) }
    if state.status == .filled { return }
    if let end = plan.end {
      state.cancelRest(end, at: time)
    } else if state.open > 0 && !state.order.canRest {
      state.cancelRest(.nothingToTradeWith, at: time)
      return emit(.expired, state)
    } else if state.open > 0 {
      state.status = state.executed > 0 ? .partiallyFilled : .open
    }
    if state.status == .canceled || excess > 0 || plan.decremented > 0 { emit(.canceled, state) }
  }

  /// Tells subscribers of an order's change.
  mutating func emit(_ kind: OrderUpdateKind, _ state: OrderState, fill: Fill? = nil) {
    events.append(.order(OrderUpdate(kind: kind, state: state, fill: fill)))
  }
}
