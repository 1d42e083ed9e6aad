/// Chunks of bytes, each behind its length as 32 bits, least significant first.
struct Chunks {
  private let bytes: [UInt8]
  private var offset = 0

  @inline(never)
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next chunk, or `nil` at the end.
  @inline(never)
  mutating func next() throws(SignerRefusal) -> [UInt8]? {
    if offset == bytes.count { return nil }
    guard bytes.count - offset >= 4 else { throw Self.truncated }
    var length: UInt32 = 0
    for index in 0..<4 { length |= UInt32(bytes[offset + index]) << UInt32(8 * index) }
    offset += 4
    guard let length = Int(exactly: length), length <= bytes.count - offset else { throw Self.truncated }
    defer { offset += length }
    return Array(bytes[offset..<offset + length])
  }

  private static var truncated: SignerRefusal {
    SignerRefusal(.badRequest, "the bytes end inside of a name or value: write each behind its length in bytes")
  }

  /// Writes a chunk.
  @inline(never)
  static func append(_ chunk: [UInt8], to bytes: inout [UInt8]) {
    let length = UInt32(truncatingIfNeeded: chunk.count)
    for index in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * index))) }
    bytes += chunk
  }
}
