internal import PerpsProtocol

/// All open orders. Slots are used again, so that placing and cancelling allocates nothing in the long run.
struct OrderStore: Sendable {
  var slots: [OpenOrder] = []
  private var free: [Slot] = []
  private var byNumber: [OrderNumber: Slot] = [:]
  private var byClientID: [ClientOrderKey: Slot] = [:]
  private var accounts: [AccountOrders] = []

  /// Adds an order as the newest of its account.
  mutating func insert(_ state: OrderState, account: Int, market: Int) -> Slot {
    while accounts.count <= account { accounts.append(AccountOrders()) }
    var entry = OpenOrder(state: state, account: account, market: market)
    entry.accountPrevious = accounts[account].last
    let slot: Slot
    if let reused = free.popLast() {
      slot = reused
      slots[Int(slot)] = entry
    } else {
      slot = Slot(slots.count)
      slots.append(entry)
    }
    if entry.accountPrevious == .none {
      accounts[account].first = slot
    } else {
      slots[Int(entry.accountPrevious)].accountNext = slot
    }
    accounts[account].last = slot
    accounts[account].count += 1
    byNumber[state.number] = slot
    if let id = state.order.clientOrderID.named { byClientID[ClientOrderKey(account: account, id: id)] = slot }
    return slot
  }

  /// Removes an order that stands in no queue any more, and gives what it was.
  mutating func remove(_ slot: Slot) -> OrderState {
    let entry = slots[Int(slot)]
    if entry.accountPrevious == .none {
      accounts[entry.account].first = entry.accountNext
    } else {
      slots[Int(entry.accountPrevious)].accountNext = entry.accountNext
    }
    if entry.accountNext == .none {
      accounts[entry.account].last = entry.accountPrevious
    } else {
      slots[Int(entry.accountNext)].accountPrevious = entry.accountPrevious
    }
    accounts[entry.account].count -= 1
    byNumber[entry.state.number] = nil
    if let id = entry.state.order.clientOrderID.named {
      byClientID[ClientOrderKey(account: entry.account, id: id)] = nil
    }
    free.append(slot)
    return entry.state
  }

  /// How many open orders an account has.
  func count(of account: Int) -> Int { account < accounts.count ? accounts[account].count : 0 }

  /// An account's open orders, oldest first.
  func slots(of account: Int) -> [Slot] {
    guard account < accounts.count else { return [] }
    var result: [Slot] = []
    result.reserveCapacity(accounts[account].count)
    var slot = accounts[account].first
    while slot != .none {
      result.append(slot)
      slot = slots[Int(slot)].accountNext
    }
    return result
  }

  /// The newest open order of an account.
  func newest(of account: Int) -> OrderNumber? {
    guard account < accounts.count, accounts[account].last != .none else { return nil }
    return slots[Int(accounts[account].last)].state.number
  }

  /// The open order of a number.
  func slot(of number: OrderNumber) -> Slot? { byNumber[number] }

  /// The open order of an account that a reference names.
  func slot(of reference: OrderReference, account: Int) -> Slot? {
    switch reference {
    case .client(let id): byClientID[ClientOrderKey(account: account, id: id)]
    case .order(let id):
      OrderNumber(id).flatMap { byNumber[$0] }.flatMap { slots[Int($0)].account == account ? $0 : nil }
    }
  }

  /// Whether an open order of the account has the id.
  func isInUse(_ id: ClientOrderID, by account: Int) -> Bool {
    byClientID[ClientOrderKey(account: account, id: id)] != nil
  }
}

extension ClientOrderID? {
  /// The id, unless it is empty, which means the same as none.
  var named: ClientOrderID? { flatMap { $0.text.utf8.isEmpty ? nil : $0 } }
}
