internal import Ledger
internal import PerpsProtocol

extension OrderState: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(order)
    writer.write(time)
    writer.write(optional: priceDeviation)
    writer.write(status)
    writer.write(lastChange)
    writer.write(optional: end)
    writer.write(byte: isTriggered ? 1 : 0)
    writer.write(open)
    writer.write(executed)
    writer.write(executedQuote)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      number: try reader.read(), order: try reader.read(), time: try reader.read(),
      priceDeviation: try reader.optional())
    status = try reader.read()
    lastChange = try reader.read()
    end = try reader.optional()
    isTriggered = try reader.flag()
    open = try reader.natural()
    executed = try reader.natural()
    executedQuote = try reader.amount()
    guard executed <= order.quantity.signed, open <= order.quantity.signed - executed, executedQuote >= 0 else {
      throw .invalid("filled quantity")
    }
  }
}

extension OrderEnd: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    switch self {
    case .requested: writer.write(byte: 1)
    case .sessionKeyRevoked: writer.write(byte: 2)
    case .nothingToTradeWith: writer.write(byte: 3)
    case .selfTrade: writer.write(byte: 4)
    case .reduceOnly: writer.write(byte: 5)
    case .insufficientFunds: writer.write(byte: 6)
    case .positionTooLarge: writer.write(byte: 7)
    case .liquidation: writer.write(byte: 8)
    case .tooManyMatches: writer.write(byte: 9)
    case .refusedWhenTriggered(let refusal):
      writer.write(byte: 10)
      writer.write(refusal)
    }
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    switch try reader.byte() {
    case 1: self = .requested
    case 2: self = .sessionKeyRevoked
    case 3: self = .nothingToTradeWith
    case 4: self = .selfTrade
    case 5: self = .reduceOnly
    case 6: self = .insufficientFunds
    case 7: self = .positionTooLarge
    case 8: self = .liquidation
    case 9: self = .tooManyMatches
    case 10: self = .refusedWhenTriggered(try reader.read())
    default: throw .invalid("order's end")
    }
  }
}
