internal import PerpsProtocol

/// Reads what a ``ByteWriter`` has written, and refuses everything that it would not have written.
package struct ByteReader {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline var offset = 0
  /// The market that was read last: most values that follow one another are of one market, and to make a
  /// `MarketSymbol` costs a hash.
  private var lastMarket: MarketSymbol?

  /// Begins to read at an offset.
  package init(_ bytes: [UInt8], from offset: Int = 0) {
    self.bytes = bytes
    self.offset = min(max(offset, 0), bytes.count)
  }

  /// How many bytes are left.
  package var remaining: Int { bytes.count - offset }

  /// Throws unless everything has been read.
  package func finish() throws(RequestEncodingError) {
    guard offset == bytes.count else { throw .trailingBytes(count: bytes.count - offset) }
  }

  @inlinable
  package mutating func read<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value {
    try Value(from: &self)
  }

  @inlinable
  package mutating func byte() throws(RequestEncodingError) -> UInt8 {
    guard offset < bytes.count else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset]
  }

  package mutating func raw(count: Int) throws(RequestEncodingError) -> [UInt8] {
    guard count <= bytes.count - offset else { throw .truncated }
    defer { offset += count }
    return [UInt8](bytes[offset..<offset + count])
  }

  @inlinable
  package mutating func integer<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value {
    let count = Value.bitWidth / 8
    guard count <= bytes.count - offset else { throw .truncated }
    defer { offset += count }
    return Value(bigEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  package mutating func counted() throws(RequestEncodingError) -> [UInt8] {
    try raw(count: Int(integer(UInt16.self)))
  }

  package mutating func text() throws(RequestEncodingError) -> String {
    guard let text = String(validating: try counted(), as: UTF8.self) else { throw .invalid("text") }
    return text
  }

  /// Reads a market's name.
  mutating func market() throws(RequestEncodingError) -> MarketSymbol {
    let text = try text()
    if let lastMarket, lastMarket.text.utf8.elementsEqual(text.utf8) { return lastMarket }
    do {
      let market = try MarketSymbol(text)
      lastMarket = market
      return market
    } catch { throw .invalid("market") }
  }

  package mutating func flag() throws(RequestEncodingError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw .invalid("flag")
    }
  }

  @inlinable
  package mutating func optional<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value? {
    try flag() ? try read(type) : nil
  }

  package mutating func list<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> [Value] {
    let count = Int(try integer(UInt16.self))
    var values: [Value] = []
    for _ in 0..<count { values.append(try read(type)) }
    return values
  }
}

/// Why bytes are not what was stored. A ledger that has such bytes is damaged, or newer than the program.
package enum RequestEncodingError: Error, Hashable, Sendable {
  /// The first byte names a version that this program does not know.
  case unknownVersion(UInt8)
  /// A byte names an action that this program does not know.
  case unknownAction(UInt8)
  /// The bytes end too early.
  case truncated
  /// Bytes are left over.
  case trailingBytes(count: Int)
  /// A value of this kind is not one that could have been written.
  case invalid(String)
}

extension RequestEncodingError: CustomStringConvertible {
  /// What was wrong, in a sentence.
  package var description: String {
    switch self {
    case .unknownVersion(let version): "the encoding's version \(version) is not known to this program"
    case .unknownAction(let action): "the action \(action) is not known to this program"
    case .truncated: "the bytes end too early"
    case .trailingBytes(let count): "\(count) bytes are left over"
    case .invalid(let value): "a \(value) has an impossible value"
    }
  }
}
