/// Data as Ethereum signs it: never bare, always behind a byte that no transaction begins with (EIP-191).
///
/// This exchange signs ``structuredData(domainSeparator:structHash:)`` alone. The other versions are here for tools, and
/// so that no digest of one can be mistaken for a digest of another: no key in this project signs them.
public enum SignedData: Hashable, Sendable {
  /// Version `0x00`: data for one validating contract.
  case intendedValidator(Address, data: [UInt8])
  /// Version `0x01`: EIP-712.
  case structuredData(domainSeparator: Bytes32, structHash: Bytes32)
  /// Version `0x45`: what `personal_sign` signs, a text or bytes that a person has read.
  case personalMessage([UInt8])

  /// Keccak-256 of `0x19`, the version byte, its data and the message.
  public var digest: Bytes32 {
    var sponge = Keccak256()
    switch self {
    case .intendedValidator(let validator, let data):
      sponge.update([0x19, 0x00] + validator.bytes)
      sponge.update(data)
    case .structuredData(let separator, let structHash):
      // The two leading bytes shift everything by two: whole words are put together in shifted form.
      let (s, h) = (separator.bigEndianDigits, structHash.bigEndianDigits)
      sponge.update(
        Bytes32(
          bigEndian: 0x1901 << 48 | s.0 >> 16, s.0 << 48 | s.1 >> 16, s.1 << 48 | s.2 >> 16, s.2 << 48 | s.3 >> 16))
      sponge.update(
        Bytes32(
          bigEndian: s.3 << 48 | h.0 >> 16, h.0 << 48 | h.1 >> 16, h.1 << 48 | h.2 >> 16, h.2 << 48 | h.3 >> 16))
      sponge.update([UInt8(truncatingIfNeeded: h.3 >> 8), UInt8(truncatingIfNeeded: h.3)])
    case .personalMessage(let message):
      sponge.update([0x19])
      sponge.update(utf8: "Ethereum Signed Message:\n")
      sponge.update(utf8: String(message.count))
      sponge.update(message)
    }
    return sponge.finalize()
  }
}
