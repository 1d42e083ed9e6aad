public import EthereumPrimitives
internal import PerpsProtocol

/// What the whole state hashes to: two nodes that have applied the same entries have the same.
public struct StateDigest: Hashable, Sendable {
  /// The last entry that the state contains.
  public let sequence: UInt64
  /// Keccak-256 of the state's serialisation.
  public let hash: Bytes32
}

extension StateDigest: CustomStringConvertible {
  /// The entry's number, a colon, and the hash in hexadecimal.
  public var description: String { "\(sequence):\(hash)" }
}

extension SandboxExchange {
  /// Hashes everything that later entries depend on: markets with their prices and books, accounts with their positions,
  /// open orders in the order of their queues and accounts, and the sums. What is only remembered to be asked for (closed
  /// orders, fills, trades, statistics) goes in by its number and volume.
  public var digest: StateDigest {
    var writer = StateWriter()
    writer.write(sequence)
    writer.write(time.milliseconds)
    writer.write(feeBalance)
    writer.write(deposited)
    writer.write(withdrawn)
    writer.write(markets.count)
    for (index, market) in markets.enumerated() { write(market, terms[index], to: &writer) }
    writer.write(accounts.list.count)
    for index in accounts.list.indices { write(accountAt: index, to: &writer) }
    return StateDigest(sequence: sequence, hash: writer.finish())
  }

  private func write(_ market: Market, _ terms: MarginTerms, to writer: inout StateWriter) {
    writer.write(terms.indexPrice)
    writer.write(market.lastPrice)
    writer.write(market.bookSequence)
    writer.write(market.tradeSequence)
    writer.write(market.openInterest)
    writer.write(market.baseVolume)
    writer.write(market.quoteVolume)
    for queue in Market.queues { write(market[keyPath: queue], to: &writer) }
  }

  private func write(_ queue: OrderQueue, to writer: inout StateWriter) {
    writer.write(queue.levels.count)
    for level in queue.levels {
      writer.write(level.price)
      writer.write(level.size)
      writer.write(level.count)
      var slot = level.first
      while slot != .none {
        writer.write(orders.slots[Int(slot)].state.number.sequence)
        slot = orders.slots[Int(slot)].next
      }
    }
  }

  private func write(accountAt index: Int, to writer: inout StateWriter) {
    let account = accounts.list[index]
    writer.write(account.wallet)
    writer.write(account.balance)
    writer.write(account.isAssociated ? 1 : 0)
    writer.write(account.apiAccounts.count)
    for apiAccount in account.apiAccounts { writer.write(apiAccount) }
    for position in account.positions {
      writer.write(position.quantity)
      writer.write(position.basis)
      writer.write(position.openBuys)
      writer.write(position.openSells)
      writer.write(position.reduceOnly)
      writer.write(position.leverage ?? 0)
      writer.write(position.realized)
      writer.write(position.lastFill.sequence)
      writer.write(Int(position.lastFill.number))
    }
    writer.write(histories[index].closedOrders.total)
    writer.write(histories[index].fills.total)
    writer.write(histories[index].deposits.total)
    writer.write(histories[index].withdrawals.total)
    let slots = orders.slots(of: index)
    writer.write(slots.count)
    for slot in slots { write(orders.slots[Int(slot)].state, to: &writer) }
  }

  /// The order itself is told by its number: its content stands in the ledger.
  private func write(_ state: OrderState, to writer: inout StateWriter) {
    writer.write(state.number.sequence)
    writer.write(state.open)
    writer.write(state.executed)
    writer.write(state.executedQuote)
    writer.write(state.isTriggered ? 1 : 0)
  }
}
