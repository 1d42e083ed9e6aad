/// Writes values one after another: integers big-endian, texts and bytes after their length.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(capacityBytes: Int) { bytes.reserveCapacity(capacityBytes) }

  mutating func write(_ value: some BinaryCodable) { value.write(to: &self) }

  mutating func write(byte: UInt8) { bytes.append(byte) }

  mutating func write(raw: [UInt8]) { bytes += raw }

  mutating func write<Value: FixedWidthInteger & UnsignedInteger>(integer value: Value) {
    for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }

  /// Writes at most 65,535 bytes after their length in two bytes.
  mutating func write(counted value: some Collection<UInt8>) {
    write(integer: UInt16(value.count))
    bytes += value
  }

  mutating func write(text: String) { write(counted: text.utf8) }

  /// Writes whether there is a value, and the value.
  mutating func write(optional value: (some BinaryCodable)?) {
    write(byte: value == nil ? 0 : 1)
    if let value { write(value) }
  }

  /// Writes at most 65,535 values after their number.
  mutating func write(list values: [some BinaryCodable]) {
    write(integer: UInt16(values.count))
    for value in values { write(value) }
  }
}

/// A value with one encoding: what ``init(from:)`` reads, ``write(to:)`` writes again byte for byte.
protocol BinaryCodable {
  func write(to writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(RequestEncodingError)
}
