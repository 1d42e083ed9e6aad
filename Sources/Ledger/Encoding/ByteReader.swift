internal import PerpsProtocol

/// Reads what a ``ByteWriter`` has written, and refuses everything that it would not have written.
package struct ByteReader {
  private let bytes: [UInt8]
  private var offset: Int
  private let end: Int
  private(set) var markets = KnownMarkets()

  /// Reads bytes from the first to the last.
  package init(_ bytes: [UInt8]) { self.init(bytes, in: bytes.indices) }

  /// Reads a part of some bytes, in their place.
  package init(_ bytes: [UInt8], in part: Range<Int>) {
    let part = part.clamped(to: bytes.indices)
    self.bytes = bytes
    (offset, end) = (part.lowerBound, part.upperBound)
  }

  /// Reads with what an earlier reader has learnt.
  init(_ bytes: [UInt8], knowing markets: KnownMarkets) {
    self.init(bytes)
    self.markets = markets
  }

  /// How many bytes are left.
  package var remaining: Int { end - offset }

  /// Throws unless everything has been read.
  package func finish() throws(RequestEncodingError) {
    guard offset == end else { throw .trailingBytes(count: end - offset) }
  }

  mutating func read<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value {
    try Value(from: &self)
  }

  package mutating func byte() throws(RequestEncodingError) -> UInt8 {
    guard offset < end else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func raw(count: Int) throws(RequestEncodingError) -> [UInt8] {
    guard count <= end - offset else { throw .truncated }
    defer { offset += count }
    return [UInt8](bytes[offset..<offset + count])
  }

  // Not generic where other modules call them: a generic method is not specialised across modules.

  package mutating func integer(
    _ type: UInt32.Type = UInt32.self
  ) throws(RequestEncodingError) -> UInt32 { try inOnePiece() }

  package mutating func integer(
    _ type: UInt64.Type = UInt64.self
  ) throws(RequestEncodingError) -> UInt64 { try inOnePiece() }

  package mutating func integer(
    _ type: UInt128.Type = UInt128.self
  ) throws(RequestEncodingError) -> UInt128 { try inOnePiece() }

  mutating func integer(_ type: UInt16.Type = UInt16.self) throws(RequestEncodingError) -> UInt16 {
    try inOnePiece()
  }

  private mutating func inOnePiece<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>()
    throws(RequestEncodingError) -> Value
  {
    let count = Value.bitWidth / 8
    guard count <= end - offset else { throw .truncated }
    defer { offset += count }
    return Value(bigEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  mutating func counted() throws(RequestEncodingError) -> [UInt8] {
    try raw(count: Int(integer(UInt16.self)))
  }

  package mutating func text() throws(RequestEncodingError) -> String {
    guard let text = String(validating: try counted(), as: UTF8.self) else { throw .invalid("text") }
    return text
  }

  /// Reads a market's name.
  mutating func market() throws(RequestEncodingError) -> MarketSymbol { try markets.symbol(try text()) }

  package mutating func flag() throws(RequestEncodingError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw .invalid("flag")
    }
  }

  mutating func optional<Value: BinaryCodable>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value? {
    try flag() ? try read(type) : nil
  }

  mutating func list<Value: BinaryCodable>(
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
