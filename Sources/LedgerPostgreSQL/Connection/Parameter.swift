internal import EthereumPrimitives

/// A value of a statement, in PostgreSQL's binary format.
///
/// Source: PostgreSQL 15, `array_recv` in `arrayfuncs.c`; object identifiers from `pg_type.dat`.
enum Parameter {
  case integer(Int64)
  case bytes([UInt8])
  case text(String)
  case integers([Int64?])
  case byteStrings([[UInt8]?])
  case texts([String?])

  /// The type's object identifier.
  var type: UInt32 {
    switch self {
    case .integer: Self.integerType
    case .bytes: Self.bytesType
    case .text: Self.textType
    case .integers: 1_016
    case .byteStrings: 1_001
    case .texts: 1_009
    }
  }

  private static let integerType: UInt32 = 20
  private static let bytesType: UInt32 = 17
  private static let textType: UInt32 = 25

  func write(to buffer: inout [UInt8]) {
    switch self {
    case .integer(let value): buffer.append(bigEndian: UInt64(bitPattern: value))
    case .bytes(let value): buffer += value
    case .text(let value): buffer += value.utf8
    case .integers(let values):
      Self.writeArray(values, of: Self.integerType, to: &buffer) { value, buffer in
        buffer.append(bigEndian: UInt64(bitPattern: value))
      }
    case .byteStrings(let values): Self.writeArray(values, of: Self.bytesType, to: &buffer) { $1 += $0 }
    case .texts(let values): Self.writeArray(values, of: Self.textType, to: &buffer) { $1 += $0.utf8 }
    }
  }

  private static func writeArray<Value>(
    _ values: [Value?], of type: UInt32, to buffer: inout [UInt8], _ write: (Value, inout [UInt8]) -> Void
  ) {
    buffer.append(bigEndian: UInt32(values.isEmpty ? 0 : 1))
    buffer.append(bigEndian: UInt32(values.contains { $0 == nil } ? 1 : 0))
    buffer.append(bigEndian: type)
    guard !values.isEmpty else { return }
    buffer.append(bigEndian: UInt32(values.count))
    buffer.append(bigEndian: UInt32(1))
    for value in values {
      guard let value else {
        buffer.append(bigEndian: UInt32.max)
        continue
      }
      let lengthAt = buffer.count
      buffer.append(bigEndian: UInt32(0))
      write(value, &buffer)
      buffer.replace(at: lengthAt, bigEndian: UInt32(buffer.count - lengthAt - 4))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append<Value: FixedWidthInteger>(bigEndian value: Value) {
    unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
  }

  fileprivate mutating func replace(at index: Int, bigEndian value: UInt32) {
    for byte in 0..<4 { self[index + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(byte))) }
  }
}

/// A statement and its values.
struct Query {
  let sql: String
  let parameters: [Parameter]

  init(_ sql: String, _ parameters: [Parameter] = []) {
    self.sql = sql
    self.parameters = parameters
  }
}
