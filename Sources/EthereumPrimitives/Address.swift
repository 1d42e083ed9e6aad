/// An Ethereum address: the last 20 bytes of the Keccak-256 hash of a public key, or a contract's address.
///
/// There is no invalid address: every value is 20 bytes, and two addresses are equal exactly when their bytes are.
public struct Address: BitwiseCopyable, Hashable, Sendable {
  private let head: UInt32
  private let middle: UInt64
  private let tail: UInt64

  /// The zero address, which the exchange's messages use for "none".
  public static let zero = Address(head: 0, middle: 0, tail: 0)

  private init(head: UInt32, middle: UInt64, tail: UInt64) {
    self.head = head
    self.middle = middle
    self.tail = tail
  }

  /// Takes 20 bytes, or `nil` for any other length.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 20, let word = Bytes32([UInt8](repeating: 0, count: 12) + bytes) else { return nil }
    self.init(lastBytesOf: word)
  }

  /// The last 20 bytes of a word.
  public init(lastBytesOf word: Bytes32) {
    let high = UInt32(truncatingIfNeeded: word.bigEndianDigits.1)
    self.init(head: high.bigEndian, middle: word.lane2, tail: word.lane3)
  }

  /// The address left-padded with zeros to 32 bytes, as EIP-712 and the ABI encode it.
  @inline(__always)
  public var word: Bytes32 {
    Bytes32(lanes: 0, UInt64(head.bigEndian).bigEndian, middle, tail)
  }

  /// The 20 bytes as an array.
  public var bytes: [UInt8] { [UInt8](word.bytes[12...]) }
}

extension Address {
  /// Reads an address as strictly as EIP-55 allows.
  ///
  /// Takes `0x` and 40 digits that are all lower-case, all upper-case, or in mixed case with the right checksum.
  /// A mixed-case address with a wrong checksum is refused: it has most likely been mistyped, and whoever holds
  /// the mistyped address, if anybody, is not who was meant.
  public init(_ text: String) throws(AddressError) {
    let bytes: [UInt8]
    do { bytes = try Hex.decode(text, byteCount: 20) } catch { throw .notHexadecimal(error) }
    guard let address = Address(bytes) else {
      throw .notHexadecimal(.wrongLength(expectedBytes: 20, actualBytes: bytes.count))
    }
    let digits = text.utf8Bytes
    let hasLower = digits[2...].contains { $0 >= UInt8(ascii: "a") }
    let hasUpper = digits.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "F") }
    if hasLower && hasUpper, digits != address.description.utf8Bytes { throw .wrongChecksum }
    self = address
  }
}

extension Address: CustomStringConvertible {
  /// The address with its EIP-55 checksum: a letter is upper-case where the digit of the hash at its place is over 7.
  public var description: String {
    var digits = Hex.encode(bytes, prefix: false).utf8Bytes
    let checksum = Keccak256.hash(digits).bytes
    for index in digits.indices where digits[index] >= UInt8(ascii: "a") {
      let nibble = index % 2 == 0 ? checksum[index / 2] >> 4 : checksum[index / 2] & 0x0f
      if nibble > 7 { digits[index] -= 32 }
    }
    return String(utf8: [UInt8(ascii: "0"), UInt8(ascii: "x")] + digits)
  }
}

extension Address: Comparable {
  /// Compares the bytes in order.
  public static func < (left: Address, right: Address) -> Bool { left.word < right.word }
}

/// Why a text is not an address.
public enum AddressError: Error, Hashable, Sendable {
  /// The text is not `0x` and 40 hexadecimal digits.
  case notHexadecimal(HexError)
  /// The letters are in mixed case and do not form the EIP-55 checksum.
  case wrongChecksum
}

extension AddressError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .notHexadecimal(let reason):
      String(joining: ["an address is 0x and 40 hexadecimal digits: ", reason.description])
    case .wrongChecksum:
      "the address has a wrong EIP-55 checksum: check it for a typing mistake, or write it all in lower case"
    }
  }
}
