import PerpsProtocol

@testable import SandboxExchange

extension SandboxExchange {
  /// Everything that must hold after every entry; empty when it does.
  var violations: [String] {
    var found: [String] = []
    func check(_ holds: Bool, _ message: @autoclosure () -> String) { if !holds { found.append(message()) } }

    check(conservation.error == .zero, "conservation: off by \(conservation.error)")
    check(events.isEmpty && unsettled.isEmpty && accounts.journal.isEmpty, "something is left of the entry")
    for (index, market) in markets.enumerated() {
      let name = market.configuration.market
      let quantities = accounts.list.map { Int128($0.positions[index].quantity) }
      check(quantities.reduce(0, +) == 0, "\(name): positions do not sum to zero")
      check(market.openInterest == quantities.filter { $0 > 0 }.reduce(0, +), "\(name): open interest")
      let holders = accounts.list.indices.dropFirst().filter { accounts.list[$0].positions[index].quantity != 0 }
      check(market.holders.accounts == Array(holders), "\(name): holders")
      if let bid = market.bids.foremost, let ask = market.asks.foremost {
        check(bid.price < ask.price, "\(name): crossed at \(bid.price) and \(ask.price)")
      }
      for queue in Market.queues { found += violations(of: market[keyPath: queue]).map { "\(name): \($0)" } }
      check(
        market.triggers.next(lastPrices: market.lastPrices, indexPrice: terms[index].indexPrice) == nil,
        "\(name): a trigger was reached and not noticed")
    }
    for index in accounts.list.indices.dropFirst() { found += violations(ofAccount: index) }
    return found
  }

  private func violations(of queue: OrderQueue) -> [String] {
    var found: [String] = []
    for (nearer, further) in zip(queue.levels.dropFirst(), queue.levels)
    where (nearer.price > further.price) != queue.highestFirst || nearer.price == further.price {
      found.append("levels are not sorted")
    }
    for level in queue.levels {
      var (size, count, slot, previous): (Int128, Int, Slot, Slot) = (0, 0, level.first, .none)
      while slot != .none {
        let order = orders.slots[Int(slot)]
        if order.state.open <= 0 { found.append("order \(order.state.number) stands in a queue with nothing open") }
        if order.previous != previous { found.append("links are broken at \(order.state.number)") }
        if order.queuePrice != level.price { found.append("order \(order.state.number) stands in another's level") }
        size += Int128(order.state.open)
        count += 1
        (previous, slot) = (slot, order.next)
      }
      if size != level.size || count != level.count || count == 0 { found.append("level \(level.price) is off") }
      if level.last != previous { found.append("the last order of level \(level.price) is not its last") }
    }
    return found
  }

  private func violations(ofAccount index: Int) -> [String] {
    var found: [String] = []
    let account = accounts.list[index]
    if account.isUnderMaintenance(terms) { found.append("account \(index) should have been liquidated") }
    for (market, position) in account.positions.enumerated() {
      let resting = orders.slots(of: index).map { orders.slots[Int($0)] }
        .filter { $0.market == market && !$0.state.waitsForTrigger }
      func sum(_ isMeant: (Order) -> Bool) -> Int64 {
        resting.filter { isMeant($0.state.order) }.map(\.state.open).reduce(0, +)
      }
      if position.openBuys != sum({ !$0.isReduceOnly && $0.side == .buy }) { found.append("open buys of \(index)") }
      if position.openSells != sum({ !$0.isReduceOnly && $0.side == .sell }) { found.append("open sells of \(index)") }
      if position.reduceOnly != sum({ $0.isReduceOnly }) { found.append("reduce-only orders of \(index)") }
      if sum({ $0.isReduceOnly && $0.side == .sell }) > position.reducible(by: .sell) { found.append("too many sells") }
      if sum({ $0.isReduceOnly && $0.side == .buy }) > position.reducible(by: .buy) { found.append("too many buys") }
      if position.quantity == 0 && position.basis != 0 { found.append("a closed position of \(index) has a basis") }
    }
    if account.positions.allSatisfy({ $0.quantity == 0 }) && account.balance < 0 { found.append("debt of \(index)") }
    for slot in orders.slots(of: index) {
      let state = orders.slots[Int(slot)].state
      let sum = state.open + state.executed
      if sum > state.order.quantity.signed { found.append("order \(state.number) has more than it had") }
      if ![.active, .open, .partiallyFilled].contains(state.status) { found.append("status of \(state.number)") }
    }
    return found
  }
}
