internal import PerpsProtocol

extension SandboxExchange {
  /// Follows up on what an entry has done in a market, until nothing is left to do: first the wallets whose positions
  /// have changed, in the order in which they did (reduce-only orders shrink, then a wallet without its maintenance
  /// margin is liquidated), then the next order whose trigger was reached, and again.
  ///
  /// It ends: each round closes an order or a position, or finds nothing.
  mutating func settle(_ market: Int) {
    while true {
      var next = 0
      while next < unsettled.count {
        shrinkReduceOnly(of: unsettled[next])
        liquidateIfNeeded(unsettled[next])
        next += 1
      }
      unsettled.removeAll(keepingCapacity: true)
      guard
        let slot = markets[market].triggers.next(
          lastPrices: markets[market].lastPrices, indexPrice: terms[market].indexPrice)
      else { break }
      activate(slot)
    }
    let last = markets[market].lastPrice
    markets[market].lastPrices = last > 0 ? last...last : nil
  }

  /// Shrinks resting reduce-only orders to what there is to reduce; the newest give way first.
  private mutating func shrinkReduceOnly(of account: Int) {
    for market in markets.indices where accounts.list[account].positions[market].reduceOnly > 0 {
      var (sells, buys) = (
        accounts.list[account].positions[market].reducible(by: .sell),
        accounts.list[account].positions[market].reducible(by: .buy)
      )
      for slot in orders.slots(of: account) where orders.slots[Int(slot)].isRestingReduceOnly(in: market) {
        let (open, side) = (orders.slots[Int(slot)].state.open, orders.slots[Int(slot)].state.order.side)
        let kept = min(open, side == .buy ? buys : sells)
        if side == .buy { buys -= kept } else { sells -= kept }
        guard kept < open else { continue }
        release(slot, quantity: open - kept)
        dropResting(slot, quantity: open - kept, because: .reduceOnly)
      }
    }
  }

  /// Publishes an index price: wallets without their maintenance margin are liquidated in the order of their accounts,
  /// then triggers are looked at.
  mutating func publish(_ price: IndexPrice) -> Answer {
    guard price.wallet == configuration.indexPricePublisher else { return .refused(.notIndexPricePublisher) }
    guard let market = marketIndices[price.market] else { return .refused(.marketNotFound(price.market)) }
    let maximum = markets[market].configuration.indexPriceMaximum
    guard price.price > .zero, price.price <= maximum else { return .refused(.indexPriceOutOfRange(maximum: maximum)) }
    terms[market].indexPrice = price.price.signed
    _ = markets[market].currentMinute(at: time, indexPrice: price.price.signed)
    events.append(.indexPrice(price.market, price.price))
    for account in markets[market].holders.doubtful(at: price.price.signed) where isUnderMaintenance(account) {
      unsettled.append(account)
    }
    settle(market)
    return .indexPrice(price.market, price.price)
  }
}

extension OpenOrder {
  func isRestingReduceOnly(in market: Int) -> Bool {
    self.market == market && state.order.isReduceOnly && !state.waitsForTrigger
  }
}
