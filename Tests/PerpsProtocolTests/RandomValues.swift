import EthereumPrimitives
import PerpsProtocol

/// Values of the protocol from a seed: the same on every machine (SplitMix64).
struct RandomValues: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func uint128() -> UInt128 { UInt128(next()) << 64 | UInt128(next()) }

  mutating func nonce() -> Nonce {
    Nonce(time: nonceTime(), clockSequence: UInt16(truncatingIfNeeded: next()), node: next())
  }

  mutating func nonceTime() -> NonceTime { NonceTime(ticks: next() >> 4) ?? NonceTime(timestamp()) }

  /// A time of this century.
  mutating func timestamp() -> Timestamp {
    Timestamp(milliseconds: UInt64.random(in: 946_684_800_000..<4_102_444_800_000, using: &self)) ?? .maximum
  }

  mutating func address() -> Address { Address(lastBytesOf: Bytes32(bigEndian: next(), next(), next(), next())) }

  /// A number of any size: the bits are chosen before the number.
  mutating func pips() -> Pips {
    let bits = UInt64.random(in: 0...63, using: &self)
    return Pips(count: bits == 0 ? 0 : next() >> (64 - bits)) ?? .maximum
  }

  mutating func optionalPips() -> Pips? { Bool.random(using: &self) ? pips() : nil }

  mutating func optionalAddress() -> Address? { Bool.random(using: &self) ? address() : nil }

  mutating func market() throws -> MarketSymbol {
    let characters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    let count = Int.random(in: 1...MarketSymbol.bytesMaximum, using: &self)
    return try MarketSymbol(String((0..<count).map { _ in element(of: characters) }))
  }

  /// A text that JSON must escape, with characters of one to four bytes.
  mutating func clientOrderID() throws -> ClientOrderID {
    let characters = Array("a\"\\/\n\t\u{7f}\u{0}\u{1}é注🔑")
    return try ClientOrderID(String((0..<Int.random(in: 1...10, using: &self)).map { _ in element(of: characters) }))
  }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  mutating func choice<Choice: WireName>(_ type: Choice.Type = Choice.self) -> Choice {
    element(of: Array(Choice.allCases))
  }
}
