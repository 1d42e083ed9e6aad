/// Keccak-256, the hash function of Ethereum.
///
/// This is the Keccak submission with its original padding (`0x01 … 0x80`), **not** SHA3-256 of FIPS 202, which pads
/// with `0x06 … 0x80` and gives other digests.
///
/// Incremental: any split of a message into ``update(_:)-(RawSpan)`` calls gives the same digest. A
/// value is a copy of the whole sponge, so that a common prefix can be absorbed once and continued many times.
/// Source: The Keccak reference, version 3.0; capacity 512, output 256 bits.
public struct Keccak256: Sendable {
  /// Bytes absorbed between two permutations (1600 − 512 bits).
  static let rateBytes = 136

  private var state = InlineArray<25, UInt64>(repeating: 0)
  private var position = 0

  /// An empty sponge.
  public init() {}

  /// Absorbs bytes.
  public mutating func update(_ bytes: RawSpan) {
    var offset = 0
    while offset < bytes.byteCount {
      if position & 7 == 0, bytes.byteCount - offset >= 8 {
        absorb(lane: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
        offset += 8
      } else {
        absorb(byte: unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        offset += 1
      }
    }
  }

  /// Absorbs bytes.
  public mutating func update(_ bytes: [UInt8]) { unsafe update(bytes.span.bytes) }

  /// Absorbs the UTF-8 bytes of a text, as `keccak256(bytes(text))` does in Solidity.
  public mutating func update(utf8 text: String) { unsafe update(text.utf8.span.bytes) }

  /// Absorbs 32 bytes.
  #if hasFeature(Embedded)
    // In the browser's module size counts for more than speed.
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func update(_ word: Bytes32) {
    if position & 7 == 0 {
      absorb(lane: word.lane0.littleEndian)
      absorb(lane: word.lane1.littleEndian)
      absorb(lane: word.lane2.littleEndian)
      absorb(lane: word.lane3.littleEndian)
    } else {
      update(word.bytes)
    }
  }

  /// The digest of everything absorbed.
  public consuming func finalize() -> Bytes32 {
    state[position >> 3] ^= UInt64(0x01) &<< UInt64((position & 7) << 3)
    state[(Self.rateBytes >> 3) - 1] ^= UInt64(0x80) &<< 56
    KeccakPermutation.apply(to: &state)
    return Bytes32(
      lanes: UInt64(littleEndian: state[0]), UInt64(littleEndian: state[1]), UInt64(littleEndian: state[2]),
      UInt64(littleEndian: state[3]))
  }

  @inline(__always)
  private mutating func absorb(lane: UInt64) {
    state[position >> 3] ^= lane
    position &+= 8
    if position == Self.rateBytes { permute() }
  }

  @inline(__always)
  private mutating func absorb(byte: UInt8) {
    state[position >> 3] ^= UInt64(byte) &<< UInt64((position & 7) << 3)
    position &+= 1
    if position == Self.rateBytes { permute() }
  }

  private mutating func permute() {
    KeccakPermutation.apply(to: &state)
    position = 0
  }
}

extension Keccak256 {
  /// The digest of bytes.
  public static func hash(_ bytes: [UInt8]) -> Bytes32 {
    var sponge = Keccak256()
    sponge.update(bytes)
    return sponge.finalize()
  }

  /// The digest of the UTF-8 bytes of a text.
  public static func hash(utf8 text: String) -> Bytes32 {
    var sponge = Keccak256()
    sponge.update(utf8: text)
    return sponge.finalize()
  }
}
