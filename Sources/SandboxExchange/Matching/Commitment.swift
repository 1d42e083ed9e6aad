internal import EthereumPrimitives
internal import PerpsProtocol

extension SandboxExchange {
  /// Carries out a plan whose transaction has succeeded.
  mutating func commit(_ plan: MatchPlan, of state: inout OrderState, market: Int) {
    feeBalance += plan.fees
    for step in plan.steps {
      switch step {
      case .cancel(let slot, let quantity, let reason): dropResting(slot, quantity: quantity, because: reason)
      case .fill(let slot, let quantity, let quote, let maker, let taker):
        trade(slot, quantity: quantity, quote: quote, maker: maker, taker: taker, with: &state, market: market)
      }
    }
    settleTransaction()
  }

  private mutating func trade(
    _ slot: Slot, quantity: Int64, quote: Int128, maker: FillSide, taker: FillSide, with state: inout OrderState,
    market: Int
  ) {
    fillCount += 1
    markets[market].tradeSequence += 1
    let index = Int(slot)
    let side = orders.slots[index].state.order.side
    let trade = Trade(
      number: FillNumber(sequence: sequence, number: fillCount), market: state.order.market,
      price: Pips(clamping: orders.slots[index].queuePrice), quantity: Pips(clamping: quantity),
      quoteQuantity: Amount(pips: quote), time: time, makerSide: side, tradeSequence: markets[market].tradeSequence)
    let level = markets[market].shrink(price: orders.slots[index].queuePrice, side: side, by: quantity)
    orders.slots[index].state.fill(quantity: quantity, quote: quote, at: time)
    let makerFill = fill(of: orders.slots[index].state, trade, maker, .maker, market)
    emit(.fill, orders.slots[index].state, fill: makerFill)
    histories[orders.slots[index].account].fills.append(makerFill)
    if orders.slots[index].state.open == 0 {
      let (side, account) = (side, orders.slots[index].account)
      emitBook(market, side, markets[market].remove(slot, side: side, orders: &orders))
      histories[account].closedOrders.append(orders.remove(slot))
    } else {
      emitBook(market, side, level)
    }
    state.fill(quantity: quantity, quote: quote, at: time)
    let takerFill = fill(of: state, trade, taker, .taker, market)
    emit(.fill, state, fill: takerFill)
    if let account = accounts.indices[state.order.wallet] { histories[account].fills.append(takerFill) }
    markets[market].count(trade, quote: quote, indexPrice: terms[market].indexPrice)
    events.append(.trade(trade))
  }

  private func fill(
    of state: OrderState, _ trade: Trade, _ side: FillSide, _ liquidity: Liquidity, _ market: Int
  ) -> Fill {
    Fill(
      number: trade.number, wallet: state.order.wallet, order: state.number,
      clientOrderID: state.order.clientOrderID.named, market: trade.market, side: state.order.side,
      price: trade.price, quantity: trade.quantity, quoteQuantity: trade.quoteQuantity,
      realizedPnL: Amount(pips: side.realized), fee: Amount(pips: side.fee), time: trade.time,
      makerSide: trade.makerSide, tradeSequence: trade.tradeSequence, action: side.action, position: side.position,
      indexPrice: Pips(clamping: terms[market].indexPrice), liquidity: liquidity,
      type: state.order.type.hasLimitPrice ? .limit : .market)
  }

  /// Ends the transaction: counts the positions that it changed, tells subscribers, and has the wallets looked at.
  mutating func settleTransaction() {
    for (account, before) in accounts.commit() {
      var isChanged = false
      for market in markets.indices {
        let (old, new) = (before.positions[market], accounts.list[account].positions[market])
        guard old.quantity != new.quantity || old.lastFill != new.lastFill else { continue }
        isChanged = true
        markets[market].openInterest += Int128(max(new.quantity, 0)) - Int128(max(old.quantity, 0))
        if account == AccountStore.insuranceFund { continue }
        if (old.quantity == 0) != (new.quantity == 0) { markets[market].holders.set(account, holds: new.quantity != 0) }
        events.append(.position(snapshot(of: account, in: market)))
      }
      guard isChanged, account != AccountStore.insuranceFund else { continue }
      forgetBands(of: account)
      unsettled.append(account)
    }
  }

  /// Takes a resting order, or a part of it, out of its book; what it held has been released before.
  ///
  /// - Returns: the order afterwards.
  @discardableResult
  mutating func dropResting(_ slot: Slot, quantity: Int64, because reason: OrderEnd) -> OrderState {
    let index = Int(slot)
    let (account, market, side, price) = (
      orders.slots[index].account, orders.slots[index].market, orders.slots[index].state.order.side,
      orders.slots[index].queuePrice
    )
    if quantity < orders.slots[index].state.open {
      emitBook(market, side, markets[market].shrink(price: price, side: side, by: quantity))
      orders.slots[index].state.cancel(quantity: quantity, reason, at: time)
      emit(.canceled, orders.slots[index].state)
      return orders.slots[index].state
    } else {
      emitBook(market, side, markets[market].remove(slot, side: side, orders: &orders))
      orders.slots[index].state.cancelRest(reason, at: time)
      let state = orders.remove(slot)
      histories[account].closedOrders.append(state)
      emit(.canceled, state)
      return state
    }
  }

  /// Tells subscribers of a book's change.
  mutating func emitBook(_ market: Int, _ side: OrderSide, _ level: PriceLevel) {
    markets[market].bookSequence += 1
    events.append(
      .book(
        BookChange(
          market: markets[market].configuration.market, bookSequence: markets[market].bookSequence, side: side,
          level: BookLevel(level))))
  }
}
