internal import EthereumPrimitives

/// Feeds values to a hash: numbers as 32 bytes, big-endian, negative ones in two's complement; texts after their length.
struct StateWriter {
  private var sponge = Keccak256()

  mutating func write(_ number: Int128) {
    let sign: UInt64 = number < 0 ? .max : 0
    sponge.update(
      Bytes32(
        bigEndian: sign, sign, UInt64(truncatingIfNeeded: number >> 64), UInt64(truncatingIfNeeded: number)))
  }

  mutating func write(_ number: UInt64) { write(Int128(number)) }
  mutating func write(_ number: Int64) { write(Int128(number)) }
  mutating func write(_ number: Int) { write(Int128(number)) }
  /// Writes a text after its length in bytes.
  mutating func write(_ text: String) {
    write(text.utf8.count)
    sponge.update(utf8: text)
  }

  mutating func write(_ address: Address) { sponge.update(address.word) }

  consuming func finish() -> Bytes32 { sponge.finalize() }
}
