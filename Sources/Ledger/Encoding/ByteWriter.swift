/// Writes values one after another: integers big-endian, texts and bytes after their length.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  /// Begins with nothing written.
  package init(capacityBytes: Int) { bytes.reserveCapacity(capacityBytes) }

  mutating func write(_ value: some BinaryCodable) { value.write(to: &self) }

  package mutating func write(byte: UInt8) { bytes.append(byte) }

  package mutating func write(raw: [UInt8]) { bytes += raw }

  // Not generic where other modules call them: a generic method is not specialised across modules.

  package mutating func write(integer value: UInt32) { write(inOnePiece: value) }
  package mutating func write(integer value: UInt64) { write(inOnePiece: value) }
  package mutating func write(integer value: UInt128) { write(inOnePiece: value) }
  mutating func write(integer value: UInt16) { write(inOnePiece: value) }

  private mutating func write<Value: FixedWidthInteger & UnsignedInteger>(inOnePiece value: Value) {
    unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Writes at most 65,535 bytes after their length in two bytes.
  mutating func write(counted value: some Collection<UInt8>) {
    write(integer: UInt16(value.count))
    bytes += value
  }

  package mutating func write(text: String) { write(counted: text.utf8) }

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
package protocol BinaryCodable {
  func write(to writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(RequestEncodingError)
}
