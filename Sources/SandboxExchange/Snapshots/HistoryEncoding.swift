internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol

extension History {
  func write(to writer: inout ByteWriter) {
    closedOrders.write(to: &writer)
    fills.write(to: &writer)
    deposits.write(to: &writer)
    withdrawals.write(to: &writer)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init()
    try closedOrders.refill(from: &reader)
    try fills.refill(from: &reader)
    try deposits.refill(from: &reader)
    try withdrawals.refill(from: &reader)
    guard closedOrders.indices.allSatisfy({ [.canceled, .filled].contains(closedOrders[$0].status) }) else {
      throw .invalid("closed order")
    }
  }
}

extension Ring where Element: BinaryCodable {
  /// Writes how many there were and those that are remembered, oldest first.
  func write(to writer: inout ByteWriter) {
    writer.write(integer: total)
    for place in indices { writer.write(self[place]) }
  }

  /// Reads what ``write(to:)`` has written into an empty ring.
  mutating func refill(from reader: inout ByteReader) throws(RequestEncodingError) {
    let total = try reader.counter()
    var elements: [Element] = []
    for _ in 0..<min(total, UInt64(maximum)) { elements.append(try reader.read()) }
    self = Ring(maximum: maximum, elements: elements, total: total)
  }
}

extension FundMovement: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(integer: sequence)
    writer.write(wallet)
    writer.write(destination)
    writer.write(quantity)
    writer.write(quoteBalance)
    writer.write(time)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      sequence: try reader.integer(), wallet: try reader.read(), destination: try reader.read(),
      quantity: try reader.read(), quoteBalance: try reader.read(), time: try reader.read())
  }
}

extension Fill: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(wallet)
    writer.write(optional: order)
    writer.write(optional: clientOrderID)
    writer.write(market)
    writer.write(side)
    writer.write(price)
    writer.write(quantity)
    writer.write(quoteQuantity)
    writer.write(realizedPnL)
    writer.write(fee)
    writer.write(time)
    writer.write(optional: makerSide)
    writer.write(integer: tradeSequence)
    writer.write(action)
    writer.write(position)
    writer.write(indexPrice)
    writer.write(optional: liquidity)
    writer.write(type)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      number: try reader.read(), wallet: try reader.read(), order: try reader.optional(),
      clientOrderID: try reader.optional(), market: try reader.read(), side: try reader.read(),
      price: try reader.read(), quantity: try reader.read(), quoteQuantity: try reader.read(),
      realizedPnL: try reader.read(), fee: try reader.read(), time: try reader.read(),
      makerSide: try reader.optional(), tradeSequence: try reader.integer(), action: try reader.read(),
      position: try reader.read(), indexPrice: try reader.read(), liquidity: try reader.optional(),
      type: try reader.read())
  }
}

extension Trade: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(market)
    writer.write(price)
    writer.write(quantity)
    writer.write(quoteQuantity)
    writer.write(time)
    writer.write(makerSide)
    writer.write(integer: tradeSequence)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      number: try reader.read(), market: try reader.read(), price: try reader.read(), quantity: try reader.read(),
      quoteQuantity: try reader.read(), time: try reader.read(), makerSide: try reader.read(),
      tradeSequence: try reader.integer())
  }
}

extension MinuteStatistics: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(integer: minute)
    for price in [indexPrice, open, high, low, close] { writer.write(price) }
    writer.write(baseVolume)
    writer.write(quoteVolume)
    writer.write(integer: trades)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let minute = try reader.integer(UInt64.self)
    guard minute <= Timestamp.maximum.milliseconds / 60_000 else { throw .invalid("minute") }
    self.init(minute: minute, indexPrice: try reader.natural())
    (open, high) = (try reader.natural(), try reader.natural())
    (low, close) = (try reader.natural(), try reader.natural())
    (baseVolume, quoteVolume) = (try reader.amount(), try reader.amount())
    trades = try reader.counter()
  }
}
