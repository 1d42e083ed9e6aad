internal import Ledger
internal import PerpsProtocol

// Numbers and choices as a snapshot has them. Numbers that stand for choices are only changed with the version.

extension ByteWriter {
  mutating func write(_ number: Int64) { write(integer: UInt64(bitPattern: number)) }

  mutating func write(_ number: Int128) { write(integer: UInt128(bitPattern: number)) }

  /// Writes the number of things that follow.
  mutating func write(count: Int) { write(integer: UInt32(clamping: count)) }
}

extension ByteReader {
  /// No sum of money is larger than this many pips, 2⁹⁶: it would take eight billion of the largest trades. So no sum
  /// over all accounts and markets can overflow, whatever a snapshot says.
  private static var amountMaximum: UInt128 { 1 << 96 }

  mutating func amount() throws(RequestEncodingError) -> Int128 {
    let amount = Int128(bitPattern: try integer())
    guard amount.magnitude <= Self.amountMaximum else { throw .invalid("sum") }
    return amount
  }

  mutating func signed() throws(RequestEncodingError) -> Int64 { Int64(bitPattern: try integer()) }

  /// Reads a number that is not negative.
  mutating func natural() throws(RequestEncodingError) -> Int64 {
    let number = try signed()
    guard number >= 0 else { throw .invalid("number") }
    return number
  }

  /// Reads how often something has happened. There is always room for once more.
  mutating func counter() throws(RequestEncodingError) -> UInt64 { UInt64(try natural()) }

  /// Reads the number of things that follow, each of which takes at least one byte.
  mutating func count(maximum: Int) throws(RequestEncodingError) -> Int {
    let count = Int(try integer(UInt32.self))
    guard count <= maximum, count <= remaining else { throw .invalid("number of things") }
    return count
  }
}

extension FillNumber: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(integer: sequence)
    writer.write(integer: number)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(sequence: try reader.integer(), number: try reader.integer())
  }
}

extension OrderNumber: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(integer: sequence) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(sequence: try reader.integer())
  }
}

extension Amount: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(pips) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) { self.init(pips: try reader.amount()) }
}

// MARK: - Choices

extension MarketStatus: ByteChoice {
  var code: UInt8 {
    switch self {
    case .inactive: 1
    case .cancelsOnly: 2
    case .limitMakerOnly: 3
    case .active: 4
    case .activeHybrid: 5
    }
  }
}

extension OrderStatus: ByteChoice {
  var code: UInt8 {
    switch self {
    case .active: 1
    case .canceled: 2
    case .filled: 3
    case .inactive: 4
    case .notFound: 5
    case .open: 6
    case .partiallyFilled: 7
    }
  }
}

extension FillAction: ByteChoice {
  var code: UInt8 {
    switch self {
    case .open: 1
    case .close: 2
    case .closeAndOpen: 3
    }
  }
}

extension PositionSide: ByteChoice {
  var code: UInt8 {
    switch self {
    case .long: 1
    case .short: 2
    case .none: 3
    }
  }
}

extension Liquidity: ByteChoice {
  var code: UInt8 {
    switch self {
    case .maker: 1
    case .taker: 2
    }
  }
}

extension FillType: ByteChoice {
  var code: UInt8 {
    switch self {
    case .market: 1
    case .limit: 2
    case .liquidation: 3
    case .deleverage: 4
    case .closure: 5
    }
  }
}
