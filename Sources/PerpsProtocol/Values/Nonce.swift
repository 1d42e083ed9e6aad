internal import EthereumPrimitives

/// A request's nonce: a version-1 UUID, used once for each wallet.
///
/// Its timestamp is part of the rules: it must be close to the server's clock, and decides which authorisation,
/// expiry or invalidation came before it. Signed as the big-endian `uint128` of its 16 bytes. Source: RFC 9562,
/// sections 4.1 (variant), 4.2 (version) and 5.1 (version 1).
public struct Nonce: Hashable, Sendable {
  /// The 16 bytes as a big-endian number, as it is signed.
  public let uint128: UInt128

  /// Takes a number that is a version-1 UUID of the RFC's variant.
  public init(uint128: UInt128) throws(NonceError) {
    guard UInt8(truncatingIfNeeded: uint128 >> 76) & 0x0f == 1 else { throw .wrongVersion }
    guard UInt8(truncatingIfNeeded: uint128 >> 62) & 0x03 == 0b10 else { throw .wrongVariant }
    self.uint128 = uint128
  }

  /// Puts a nonce together.
  ///
  /// - Parameters:
  ///   - time: the embedded timestamp.
  ///   - clockSequence: the low 14 bits are used.
  ///   - node: the low 48 bits are used.
  public init(time: NonceTime, clockSequence: UInt16, node: UInt64) {
    let low = time.ticks & 0xffff_ffff
    let middle = time.ticks >> 32 & 0xffff
    let high = time.ticks >> 48
    let first = low << 32 | middle << 16 | 0x1000 | high
    let second = (0x8000 | UInt64(clockSequence & 0x3fff)) << 48 | node & 0xffff_ffff_ffff
    uint128 = UInt128(first) << 64 | UInt128(second)
  }

  /// Reads a UUID with hyphens at their four places, or with none; digits of either case.
  public init(_ text: String) throws(NonceError) {
    let characters = text.utf8Bytes
    guard characters.count == 36 || characters.count == 32 else { throw .notAUUID }
    let hyphens = characters.count == 36 ? [8, 13, 18, 23] : []
    var value: UInt128 = 0
    for (offset, character) in characters.enumerated() {
      if hyphens.contains(offset) {
        guard character == UInt8(ascii: "-") else { throw .notAUUID }
      } else {
        guard let digit = Hex.value(ofDigit: character) else { throw .notAUUID }
        value = value << 4 | UInt128(digit)
      }
    }
    try self.init(uint128: value)
  }

  /// The embedded timestamp, 60 bits.
  public var time: NonceTime {
    let first = UInt64(truncatingIfNeeded: uint128 >> 64)
    return NonceTime(unchecked: (first & 0x0fff) << 48 | (first >> 16 & 0xffff) << 32 | first >> 32)
  }

  /// The 16 bytes.
  public var bytes: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: uint128 >> UInt128(120 - 8 * $0)) } }
}

extension Nonce: CustomStringConvertible {
  /// The UUID in lower case with hyphens.
  public var description: String {
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      text += [Hex.digit(byte >> 4), Hex.digit(byte & 0x0f)]
    }
    return String(utf8: text)
  }
}

/// Why a text or number is not a nonce.
public enum NonceError: Error, Hashable, Sendable {
  /// Not 32 hexadecimal digits, alone or in groups of 8-4-4-4-12.
  case notAUUID
  /// A UUID of another version, which has no timestamp to judge.
  case wrongVersion
  /// Not a UUID of RFC 9562 (variant bits other than `10`).
  case wrongVariant
}

extension NonceError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .notAUUID: "a nonce is a UUID: 32 hexadecimal digits, with hyphens as in 8-4-4-4-12 or without any"
    case .wrongVersion: "a nonce must be a version-1 UUID: only those carry a timestamp"
    case .wrongVariant: "a nonce must be a UUID of the RFC 9562 variant (its 17th digit is 8, 9, a or b)"
    }
  }
}

/// Makes nonces that strictly increase, from the time that it is given.
///
/// The node and the clock sequence must be random and made anew for each process, so that two processes of one wallet
/// never make the same nonce; the node has its multicast bit set, so that it is nobody's MAC address (RFC 9562,
/// section 6.10). Nonces are public: neither value is a secret.
public struct NonceSequence: Sendable {
  private let clockSequence: UInt16
  private let node: UInt64
  private var last: NonceTime?

  /// Starts a sequence.
  ///
  /// - Parameters:
  ///   - randomNode: 48 random bits; the multicast bit is set in them.
  ///   - randomClockSequence: 14 random bits.
  ///   - last: the time of the last nonce, where the sequence goes on after one.
  public init(randomNode: UInt64, randomClockSequence: UInt16, after last: NonceTime? = nil) {
    node = randomNode & 0xffff_ffff_ffff | 0x0100_0000_0000
    clockSequence = randomClockSequence & 0x3fff
    self.last = last
  }

  /// The next nonce: at `now`, or one tick after the last when the clock has not moved on since (or went back).
  public mutating func next(now: NonceTime) -> Nonce {
    var time = now
    if let last, time <= last { time = NonceTime(unchecked: min(last.ticks + 1, NonceTime.ticksMaximum)) }
    last = time
    return Nonce(time: time, clockSequence: clockSequence, node: node)
  }
}
