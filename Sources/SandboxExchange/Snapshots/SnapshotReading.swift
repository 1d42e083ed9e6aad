internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol

extension SandboxExchange {
  /// Reads the content of a snapshot into an exchange that has just been started, and checks that the whole is a state
  /// that entries could have made: otherwise a later entry could overflow, loop, or create money.
  mutating func read(from reader: inout ByteReader) throws(RequestEncodingError) {
    sequence = try reader.counter()
    time = try reader.read()
    lastEntry = try reader.optional()
    feeBalance = try reader.amount()
    (deposited, withdrawn) = (try reader.amount(), try reader.amount())
    for market in markets.indices {
      terms[market].indexPrice = try reader.natural()
      guard terms[market].indexPrice <= markets[market].configuration.indexPriceMaximum.signed else {
        throw .invalid("index price")
      }
      try markets[market].read(from: &reader)
    }
    let count = try reader.count(maximum: ExchangeLimits.walletsMaximum + 1)
    guard count > 0 else { throw .invalid("number of accounts") }
    for index in 0..<count { try readAccount(index, from: &reader) }
    try readQueues(from: &reader)
    try countPositions()
    guard conservation.error == .zero else { throw .invalid("sum of all money") }
  }

  private mutating func readAccount(
    _ index: Int, from reader: inout ByteReader
  ) throws(RequestEncodingError) {
    let wallet = try reader.read(Address.self)
    if index == AccountStore.insuranceFund {
      guard wallet == .zero else { throw .invalid("insurance fund") }
    } else {
      guard accounts.index(making: wallet) == index else { throw .invalid("wallet") }
      histories.append(History())
    }
    try accounts.list[index].read(from: &reader)
    accounts.noteReaders(of: index)
    histories[index] = try History(from: &reader)
    let count = try reader.count(
      maximum: index == AccountStore.insuranceFund ? 0 : ExchangeLimits.openOrdersPerWalletMaximum)
    for _ in 0..<count { try insert(try reader.read(), account: index) }
    for market in markets.indices { try checkPosition(of: index, in: market) }
  }

  /// Takes an open order among those of its wallet.
  private mutating func insert(_ state: OrderState, account: Int) throws(RequestEncodingError) {
    guard let market = marketIndices[state.order.market], state.order.wallet == accounts.list[account].wallet,
      markets[market].configuration.refusal(of: state.order) == nil, state.isOpen, orders.slot(of: state.number) == nil,
      state.number.sequence <= sequence, orders.newest(of: account).map({ $0 < state.number }) ?? true,
      state.order.clientOrderID.named.map({ !orders.isInUse($0, by: account) }) ?? true
    else { throw .invalid("open order") }
    _ = orders.insert(state, account: account, market: market)
    guard !state.waitsForTrigger else { return }
    accounts.list[account].positions[market].hold(
      state.open, side: state.order.side, isReduceOnly: state.order.isReduceOnly)
    try checkPosition(of: account, in: market)
  }

  /// Wallets have positions of which the largest that their orders could lead to still fits, see
  /// ``ExchangeLimits/positionSizePipsMaximum``.
  private func checkPosition(of account: Int, in market: Int) throws(RequestEncodingError) {
    if account == AccountStore.insuranceFund { return }
    let position = accounts.list[account].positions[market]
    let maximum = ExchangeLimits.positionSizePipsMaximum * 3
    let quantities = [position.quantity, position.openBuys, position.openSells, position.reduceOnly]
    guard quantities.allSatisfy({ $0.magnitude <= maximum }), position.worstSize <= maximum else {
      throw .invalid("position")
    }
  }

  private mutating func readQueues(from reader: inout ByteReader) throws(RequestEncodingError) {
    var isQueued = [Bool](repeating: false, count: orders.slots.count)
    for market in markets.indices {
      for queue in Market.queues {
        for _ in 0..<(try reader.count(maximum: orders.slots.count)) {
          let place = Int(try reader.integer(UInt32.self))
          guard place < orders.slots.count, !isQueued[place], orders.slots[place].market == market,
            orders.slots[place].queue == queue
          else { throw .invalid("queue") }
          isQueued[place] = true
          try append(Slot(place), to: queue, of: market)
        }
      }
      if let bid = markets[market].bids.foremost, let ask = markets[market].asks.foremost, bid.price >= ask.price {
        throw .invalid("book")
      }
    }
    guard isQueued.allSatisfy(\.self) else { throw .invalid("queue") }
  }

  /// Puts an order last in its queue. Levels must come from the hindmost to the foremost.
  private mutating func append(
    _ slot: Slot, to queue: WritableKeyPath<Market, OrderQueue>, of market: Int
  ) throws(RequestEncodingError) {
    let price = orders.slots[Int(slot)].properQueuePrice
    markets[market][keyPath: queue].append(slot, price: price, orders: &orders)
    guard markets[market][keyPath: queue].foremost?.price == price else { throw .invalid("order of levels") }
  }

  /// Counts open interest and who has positions, and checks that each has its other side.
  private mutating func countPositions() throws(RequestEncodingError) {
    for market in markets.indices {
      var sum: Int128 = 0
      for index in accounts.list.indices {
        let quantity = accounts.list[index].positions[market].quantity
        sum += Int128(quantity)
        markets[market].openInterest += Int128(max(quantity, 0))
        if quantity != 0, index != AccountStore.insuranceFund { markets[market].holders.set(index, holds: true) }
      }
      guard sum == 0 else { throw .invalid("sum of positions") }
    }
  }
}

extension OrderState {
  /// Whether it rests with something open, or waits for its trigger.
  fileprivate var isOpen: Bool {
    guard open > 0 else { return false }
    switch status {
    case .active: return order.type.hasTrigger && !isTriggered && executed == 0
    case .open, .partiallyFilled: return order.canRest && order.type.hasTrigger == isTriggered
    case .canceled, .filled, .inactive, .notFound: return false
    }
  }
}
