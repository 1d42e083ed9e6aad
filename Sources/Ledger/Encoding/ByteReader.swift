/// Reads what a ``ByteWriter`` has written, and refuses everything that it would not have written.
struct ByteReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Throws unless everything has been read.
  func finish() throws(RequestEncodingError) {
    guard offset == bytes.count else { throw .trailingBytes(count: bytes.count - offset) }
  }

  mutating func read<Value: BinaryCodable>(_ type: Value.Type = Value.self) throws(RequestEncodingError) -> Value {
    try Value(from: &self)
  }

  mutating func byte() throws(RequestEncodingError) -> UInt8 {
    guard offset < bytes.count else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func raw(count: Int) throws(RequestEncodingError) -> [UInt8] {
    guard count <= bytes.count - offset else { throw .truncated }
    defer { offset += count }
    return [UInt8](bytes[offset..<offset + count])
  }

  mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type = Value.self
  ) throws(RequestEncodingError) -> Value {
    var value: Value = 0
    for _ in 0..<Value.bitWidth / 8 { value = value << 8 | Value(try byte()) }
    return value
  }

  mutating func counted() throws(RequestEncodingError) -> [UInt8] { try raw(count: Int(integer(UInt16.self))) }

  mutating func text() throws(RequestEncodingError) -> String {
    guard let text = String(validating: try counted(), as: UTF8.self) else { throw .invalid("text") }
    return text
  }

  mutating func flag() throws(RequestEncodingError) -> Bool {
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

  mutating func list<Value: BinaryCodable>(_ type: Value.Type = Value.self) throws(RequestEncodingError) -> [Value] {
    let count = Int(try integer(UInt16.self))
    var values: [Value] = []
    for _ in 0..<count { values.append(try read(type)) }
    return values
  }
}

/// Why bytes are not a stored request. A ledger that has such bytes is damaged, or newer than the program.
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
