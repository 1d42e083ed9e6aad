internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

extension SandboxExchange {
  /// Writes the content of a snapshot: sums, markets, accounts with their histories and open orders, queues.
  func write(to writer: inout ByteWriter) {
    writer.write(integer: sequence)
    writer.write(time)
    writer.write(optional: lastEntry)
    for sum in [feeBalance, deposited, withdrawn] { writer.write(sum) }
    for (market, terms) in zip(markets, terms) {
      writer.write(terms.indexPrice)
      market.write(to: &writer)
    }
    writer.write(count: accounts.list.count)
    for index in accounts.list.indices {
      accounts.list[index].write(to: &writer)
      histories[index].write(to: &writer)
      write(openOrdersOf: index, to: &writer)
    }
    writeQueues(to: &writer)
  }

  private func write(openOrdersOf account: Int, to writer: inout ByteWriter) {
    let slots = orders.slots(of: account)
    writer.write(count: slots.count)
    for slot in slots { writer.write(orders.slots[Int(slot)].state) }
  }

  /// Writes who stands in which queue, from the hindmost level to the foremost and from the oldest order to the newest.
  /// Orders are told by their places in the list of all open orders, account after account: slots are used again, so
  /// their numbers depend on a past that changes nothing.
  private func writeQueues(to writer: inout ByteWriter) {
    var places = [UInt32](repeating: 0, count: orders.slots.count)
    var next: UInt32 = 0
    for account in accounts.list.indices {
      for slot in orders.slots(of: account) {
        places[Int(slot)] = next
        next += 1
      }
    }
    for market in markets {
      for queue in Market.queues { write(market[keyPath: queue], places, to: &writer) }
    }
  }

  private func write(_ queue: OrderQueue, _ places: [UInt32], to writer: inout ByteWriter) {
    writer.write(count: queue.levels.map(\.count).reduce(0, +))
    for level in queue.levels {
      var slot = level.first
      while slot != .none {
        writer.write(integer: places[Int(slot)])
        slot = orders.slots[Int(slot)].next
      }
    }
  }
}

/// What tells an entry from all others, wherever it stands.
struct EntryMark: BinaryCodable, Hashable, Sendable {
  let time: Timestamp
  let signature: KeySignature

  init(_ entry: LedgerEntry) {
    time = entry.time
    signature = entry.request.signature
  }

  func write(to writer: inout ByteWriter) {
    writer.write(time)
    writer.write(signature)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    time = try reader.read()
    signature = try reader.read()
  }
}
