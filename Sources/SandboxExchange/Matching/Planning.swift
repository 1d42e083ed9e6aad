internal import PerpsProtocol

extension SandboxExchange {
  /// Plans how an order trades, in the transaction that has begun.
  mutating func plan(_ taker: Taker) -> MatchPlan {
    var plan = MatchPlan(quantity: taker.quantity)
    var depth = 0
    while plan.remaining > 0, plan.end == nil,
      let level = markets[taker.market].level(against: taker.side, after: depth), taker.takes(level.price)
    {
      var slot = level.first
      while slot != .none, plan.remaining > 0, plan.end == nil {
        if plan.steps.count == ExchangeLimits.matchesPerOrderMaximum {
          plan.end = .tooManyMatches
        } else if orders.slots[Int(slot)].account == taker.account {
          planSelfTrade(slot, taker, &plan)
        } else {
          planFill(slot, price: level.price, taker, &plan)
        }
        slot = orders.slots[Int(slot)].next
      }
      depth += 1
    }
    return plan
  }

  private mutating func planSelfTrade(_ slot: Slot, _ taker: Taker, _ plan: inout MatchPlan) {
    let open = orders.slots[Int(slot)].state.open
    switch taker.selfTradePrevention {
    case .dc:
      let quantity = min(open, plan.remaining)
      planCancel(slot, quantity: quantity, because: .selfTrade, &plan)
      plan.remaining -= quantity
      plan.decremented += quantity
    case .co:
      planCancel(slot, quantity: open, because: .selfTrade, &plan)
    case .cn:
      plan.end = .selfTrade
    case .cb:
      planCancel(slot, quantity: open, because: .selfTrade, &plan)
      plan.end = .selfTrade
    }
  }

  private mutating func planCancel(
    _ slot: Slot, quantity: Int64, because reason: OrderEnd, _ plan: inout MatchPlan
  ) {
    accounts.touch(orders.slots[Int(slot)].account)
    release(slot, quantity: quantity)
    plan.steps.append(.cancel(slot, quantity: quantity, because: reason))
  }

  private mutating func planFill(_ slot: Slot, price: Int64, _ taker: Taker, _ plan: inout MatchPlan) {
    let (maker, open, market) = (orders.slots[Int(slot)].account, orders.slots[Int(slot)].state.open, taker.market)
    let makerSide = taker.side.opposite
    let isReduceOnly = orders.slots[Int(slot)].state.order.isReduceOnly
    let before = accounts.list[maker].positions[market]
    let fillable = isReduceOnly ? min(open, before.reducible(by: makerSide)) : open
    let quantity = min(fillable, plan.remaining)
    guard quantity > 0 else { return planCancel(slot, quantity: open, because: .reduceOnly, &plan) }

    let quote = PipArithmetic.value(of: quantity.magnitude, at: price)
    let number = FillNumber(sequence: sequence, number: fillCount + plan.fills + 1)
    let configuration = markets[market].configuration
    let makerFee = PipArithmetic.part(Int128(configuration.makerFeeRate.count), of: quote)
    let takerFee = PipArithmetic.part(Int128(configuration.takerFeeRate.count), of: quote)

    // The resting order first: its wallet may have lost its margin since it was placed.
    var after = before
    after.hold(-quantity, side: makerSide, isReduceOnly: isReduceOnly)
    let made = after.trade(
      makerSide.signed(quantity), quote: makerSide.signed(quote), fill: number, at: time)
    let size = after.quantity.magnitude
    guard size <= configuration.maximumPositionSize.count || size <= before.quantity.magnitude else {
      return planCancel(slot, quantity: open, because: .positionTooLarge, &plan)
    }
    guard hasFunds(maker, market, before: before, after: after, balanceChange: made.realized - makerFee) else {
      return planCancel(slot, quantity: open, because: .insufficientFunds, &plan)
    }
    accounts.touch(maker)
    accounts.list[maker].positions[market] = after
    accounts.list[maker].balance += made.realized - makerFee

    accounts.touch(taker.account)
    let took = accounts.list[taker.account].positions[market].trade(
      taker.side.signed(quantity), quote: taker.side.signed(quote), fill: number, at: time)
    accounts.list[taker.account].balance += took.realized - takerFee

    plan.remaining -= quantity
    plan.filled += quantity
    plan.fills += 1
    plan.quote += quote
    plan.fees += makerFee + takerFee
    plan.steps.append(
      .fill(
        slot, quantity: quantity, quote: quote,
        maker: FillSide(realized: made.realized, fee: makerFee, action: made.action, position: after.side),
        taker: FillSide(
          realized: took.realized, fee: takerFee, action: took.action,
          position: accounts.list[taker.account].positions[market].side)))
    // Nothing of the position is left: what is left of the resting order must not stand in the way.
    if fillable < open, quantity == fillable {
      planCancel(slot, quantity: open - quantity, because: .reduceOnly, &plan)
    }
  }

  /// Whether a change of one stake leaves the account its initial margin, or at least no less of it than before: who
  /// has too little may still make a position smaller, but not at a price that costs more margin than it frees.
  private func hasFunds(
    _ account: Int, _ market: Int, before: PositionState, after: PositionState, balanceChange: Int128
  ) -> Bool {
    let change =
      balanceChange + after.margin(under: terms[market]).availability
      - before.margin(under: terms[market]).availability
    return change >= 0 || accounts.list[account].available(under: terms) + change >= 0
  }

  /// Counts no more what a resting order, or a part of it, could open or reduce.
  mutating func release(_ slot: Slot, quantity: Int64) {
    let (account, market) = (orders.slots[Int(slot)].account, orders.slots[Int(slot)].market)
    let (side, isReduceOnly) = (
      orders.slots[Int(slot)].state.order.side, orders.slots[Int(slot)].state.order.isReduceOnly
    )
    accounts.list[account].positions[market].hold(-quantity, side: side, isReduceOnly: isReduceOnly)
  }
}

extension OrderSide {
  /// The other side.
  var opposite: OrderSide { self == .buy ? .sell : .buy }

  /// What is bought, or sold as a negative number.
  func signed(_ quantity: Int64) -> Int64 { self == .buy ? quantity : -quantity }

  /// What is paid, or received as a negative number.
  func signed(_ quote: Int128) -> Int128 { self == .buy ? quote : -quote }
}
