internal import Ledger
internal import PerpsProtocol

// Numbers and choices as a snapshot has them. Numbers that stand for choices are only changed with the version.

extension ByteWriter {
  // Generic here and not in the ledger: a generic method is not specialised across modules.

  mutating func write(_ value: some BinaryCodable) { value.write(to: &self) }

  mutating func write(optional value: (some BinaryCodable)?) {
    write(byte: value == nil ? 0 : 1)
    if let value { value.write(to: &self) }
  }

  mutating func write(_ number: Int64) { write(Int128(number)) }

  /// Writes a number as so many bytes as it needs after their count, its sign in the count's highest bit: most numbers
  /// are small, and a snapshot has millions.
  mutating func write(_ number: Int128) {
    let magnitude = number.magnitude
    let count = (128 - magnitude.leadingZeroBitCount + 7) / 8
    write(byte: UInt8(count) | (number < 0 ? 0x80 : 0))
    for place in stride(from: count - 1, through: 0, by: -1) {
      write(byte: UInt8(truncatingIfNeeded: magnitude >> UInt128(8 * place)))
    }
  }

  /// Writes the number of things that follow.
  mutating func write(count: Int) { write(integer: UInt32(clamping: count)) }
}

extension ByteReader {
  /// No sum of money is larger than this many pips, 2⁹⁶: it would take eight billion of the largest trades. So no sum
  /// over all accounts and markets can overflow, whatever a snapshot says.
  private static var amountMaximum: UInt128 { 1 << 96 }

  mutating func read<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value { try Value(from: &self) }

  mutating func optional<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value? { try flag() ? try Value(from: &self) : nil }

  /// Reads a number in the one spelling that it has: no leading zeros, no negative zero.
  mutating func amount() throws(RequestEncodingError) -> Int128 {
    let head = try byte()
    let (count, isNegative) = (Int(head & 0x7f), head & 0x80 != 0)
    guard count <= 13 else { throw .invalid("sum") }
    var magnitude: UInt128 = 0
    for place in 0..<count {
      let byte = try byte()
      guard place > 0 || byte > 0 else { throw .invalid("sum") }
      magnitude = magnitude << 8 | UInt128(byte)
    }
    guard magnitude <= Self.amountMaximum, !isNegative || magnitude > 0 else { throw .invalid("sum") }
    return isNegative ? -Int128(magnitude) : Int128(magnitude)
  }

  mutating func signed() throws(RequestEncodingError) -> Int64 {
    guard let number = Int64(exactly: try amount()) else { throw .invalid("number") }
    return number
  }

  /// Reads a number that is not negative.
  mutating func natural() throws(RequestEncodingError) -> Int64 {
    let number = try signed()
    guard number >= 0 else { throw .invalid("number") }
    return number
  }

  /// Reads how often something has happened. There is always room for once more.
  mutating func counter() throws(RequestEncodingError) -> UInt64 {
    let count = try integer(UInt64.self)
    guard count <= UInt64(Int64.max) else { throw .invalid("counter") }
    return count
  }

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

/// A choice that is written as its place in a list, counted from 1.
protocol ListedChoice: ByteChoice {
  static var list: [Self] { get }
}

extension ListedChoice {
  var code: UInt8 { UInt8(truncatingIfNeeded: (Self.list.firstIndex(of: self) ?? -1) + 1) }

  static func choice(of code: UInt8) -> Self? {
    code > 0 && code <= list.count ? list[Int(code) - 1] : nil
  }
}

extension MarketStatus: ListedChoice {
  static let list: [MarketStatus] = [.inactive, .cancelsOnly, .limitMakerOnly, .active, .activeHybrid]
}

extension OrderStatus: ListedChoice {
  static let list: [OrderStatus] = [.active, .canceled, .filled, .inactive, .notFound, .open, .partiallyFilled]
}

extension FillAction: ListedChoice {
  static let list: [FillAction] = [.open, .close, .closeAndOpen]
}

extension PositionSide: ListedChoice {
  static let list: [PositionSide] = [.long, .short, .none]
}

extension Liquidity: ListedChoice {
  static let list: [Liquidity] = [.maker, .taker]
}

extension FillType: ListedChoice {
  static let list: [FillType] = [.market, .limit, .liquidation, .deleverage, .closure]
}

extension OrderTermsError: ListedChoice {
  static let list: [OrderTermsError] = [
    .zeroQuantity, .missingPrice, .unexpectedPrice, .missingTrigger, .unexpectedTrigger, .missingCallbackRate,
    .unexpectedCallbackRate, .fillOrKillNeedsCancelNewest,
  ]
}
