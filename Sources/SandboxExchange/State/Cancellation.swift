internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

extension SandboxExchange {
  /// Cancels the named orders that the signer may reach, in the order in which they are named.
  mutating func cancel(_ cancellation: OrderCancellationByOrderID, by key: SessionKeyRecord?) -> Answer {
    let account = accounts.indices[cancellation.wallet]
    return .canceled(
      cancellation.orderIDs.map { reference in
        guard let account, let slot = orders.slot(of: reference, account: account),
          key.reaches(orders.slots[Int(slot)].state.order.market)
        else { return CanceledOrder(order: nil, reference: reference) }
        return CanceledOrder(order: cancel(slot, because: .requested), reference: reference)
      })
  }

  /// Cancels the orders in a market that the signer may reach, oldest first.
  mutating func cancel(_ cancellation: OrderCancellationByMarketSymbol, by key: SessionKeyRecord?) -> Answer {
    guard let market = marketIndices[cancellation.market] else {
      return .refused(.marketNotFound(cancellation.market))
    }
    let status = markets[market].configuration.status
    guard status.admitsCancellations else { return .refused(.cancellationsNotAccepted(status)) }
    return .canceled(
      cancelOrders(of: cancellation.wallet, because: .requested) {
        $0.market == cancellation.market && key.reaches($0.market)
      })
  }

  /// Cancels those of a wallet's orders that a condition picks, oldest first.
  mutating func cancelOrders(
    of wallet: Address, because reason: OrderEnd, where isMeant: (Order) -> Bool
  ) -> [CanceledOrder] {
    guard let account = accounts.indices[wallet] else { return [] }
    return orders.slots(of: account).compactMap { slot in
      guard isMeant(orders.slots[Int(slot)].state.order) else { return nil }
      return CanceledOrder(order: cancel(slot, because: reason), reference: nil)
    }
  }

  /// Cancels an open order, whether it rests or waits for its trigger.
  @discardableResult
  mutating func cancel(_ slot: Slot, because reason: OrderEnd) -> OrderState {
    let index = Int(slot)
    let (account, market, open) = (
      orders.slots[index].account, orders.slots[index].market, orders.slots[index].state.open
    )
    guard orders.slots[index].state.waitsForTrigger else {
      release(slot, quantity: open)
      return dropResting(slot, quantity: open, because: reason)
    }
    markets[market].triggers.remove(slot, orders: &orders)
    orders.slots[index].state.cancelRest(reason, at: time)
    let state = orders.remove(slot)
    histories[account].closedOrders.append(state)
    emit(.canceled, state)
    return state
  }
}
