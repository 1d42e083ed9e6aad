/// Exactly 32 bytes: a hash, an EIP-712 word, a scalar, half of a signature.
///
/// Kept as four lanes in the order in which the bytes stand in memory, so that hashing and comparing take no
/// loops and no allocation. `==` is not constant-time: it must not be used on secrets.
public struct Bytes32: BitwiseCopyable, Hashable, Sendable {
  let lane0: UInt64
  let lane1: UInt64
  let lane2: UInt64
  let lane3: UInt64

  init(lanes lane0: UInt64, _ lane1: UInt64, _ lane2: UInt64, _ lane3: UInt64) {
    self.lane0 = lane0
    self.lane1 = lane1
    self.lane2 = lane2
    self.lane3 = lane3
  }

  /// 32 zero bytes.
  public static let zero = Bytes32(lanes: 0, 0, 0, 0)

  /// Takes 32 bytes, or `nil` for any other length.
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount == 32 else { return nil }
    lane0 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    lane1 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    lane2 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self)
    lane3 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }

  /// Takes 32 bytes, or `nil` for any other length.
  public init?(_ bytes: [UInt8]) { unsafe self.init(bytes.span.bytes) }

  /// Takes 32 bytes of a slice, or `nil` for any other length.
  public init?(_ bytes: ArraySlice<UInt8>) { unsafe self.init(bytes.span.bytes) }

  /// The four 64-bit digits of a 256-bit number, most significant first.
  #if hasFeature(Embedded)
    // WebAssembly has no instruction that turns bytes around: in the browser's module the code for it stands once.
    @inline(never)
  #else
    @inline(__always)
  #endif
  public init(bigEndian digit0: UInt64, _ digit1: UInt64, _ digit2: UInt64, _ digit3: UInt64) {
    self.init(lanes: digit0.bigEndian, digit1.bigEndian, digit2.bigEndian, digit3.bigEndian)
  }

  /// The four 64-bit digits of the bytes read as a big-endian 256-bit number, most significant first.
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public var bigEndianDigits: (UInt64, UInt64, UInt64, UInt64) {
    (lane0.bigEndian, lane1.bigEndian, lane2.bigEndian, lane3.bigEndian)
  }

  /// Calls a closure with the 32 bytes, without copying them to the heap.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe Swift.withUnsafeBytes(of: self, body)
  }

  /// The bytes as an array.
  public var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      unsafe withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      count = 32
    }
  }
}

extension Bytes32: Comparable {
  /// Compares as big-endian 256-bit numbers, which is also the order of the bytes.
  @inline(__always)
  public static func < (left: Bytes32, right: Bytes32) -> Bool { left.bigEndianDigits < right.bigEndianDigits }
}

extension Bytes32: CustomStringConvertible {
  /// Lower-case hexadecimal with `0x`.
  public var description: String { Hex.encode(bytes) }
}

extension Bytes32 {
  /// Reads `0x` and 64 hexadecimal digits of either case.
  public init(hex text: String) throws(HexError) {
    let bytes = try Hex.decode(text, byteCount: 32)
    guard let value = Bytes32(bytes) else { throw .wrongLength(expectedBytes: 32, actualBytes: bytes.count) }
    self = value
  }
}
