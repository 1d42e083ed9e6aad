import PerpsProtocol
import Testing

@Suite("A nonce is a version-1 UUID, in order of its ticks")
struct NonceTests {
  /// RFC 9562, appendix A.1.
  static let example = "C232AB00-9414-11EC-B3C8-9F6BDECED846"

  @Test("the example of RFC 9562 is 2022-02-22T19:22:22Z, to the tick")
  func example() throws {
    let nonce = try Nonce(Self.example)
    #expect(nonce.time.ticks == 138_648_505_420_000_000)
    #expect(nonce.time.timestamp.milliseconds == 1_645_557_742_000)
    #expect(nonce.uint128 == 0xC232_AB00_9414_11EC_B3C8_9F6B_DECE_D846)
    #expect(nonce.description == Self.example.lowercased())
    #expect(try Nonce(Self.example.filter { $0 != "-" }) == nonce)
    #expect(
      Nonce(time: nonce.time, clockSequence: 0x33c8, node: 0x9f6b_dece_d846) == nonce)
  }

  @Test("a nonce is the same after every way there and back", arguments: 0..<100 as Range<UInt64>)
  func roundTrips(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let time = values.nonceTime()
    let nonce = Nonce(time: time, clockSequence: UInt16(truncatingIfNeeded: values.next()), node: values.next())
    #expect(nonce.time == time)
    #expect(try Nonce(nonce.description) == nonce)
    #expect(try Nonce(uint128: nonce.uint128) == nonce)
    #expect(nonce.bytes.reduce(0 as UInt128) { $0 << 8 | UInt128($1) } == nonce.uint128)
  }

  @Test("every other version and variant is refused", arguments: 0..<16 as Range<UInt128>)
  func versionsAndVariants(digit: UInt128) throws {
    let example = try Nonce(Self.example).uint128
    let version = example & ~(0xf << 76) | digit << 76
    let variant = example & ~(0xf << 60) | digit << 60
    if digit == 1 {
      _ = try Nonce(uint128: version)
    } else {
      #expect(throws: NonceError.wrongVersion) { try Nonce(uint128: version) }
    }
    if 8...11 ~= digit {
      _ = try Nonce(uint128: variant)
    } else {
      #expect(throws: NonceError.wrongVariant) { try Nonce(uint128: variant) }
    }
  }

  @Test("time before 1970 is the epoch, and the milliseconds of a tick are rounded down")
  func milliseconds() throws {
    let epoch = NonceTime(try #require(Timestamp(milliseconds: 0)))
    #expect(epoch.ticks == 122_192_928_000_000_000)
    for (ticks, milliseconds) in [(0, 0), (9_999, 0), (10_000, 1), (19_999, 1)] as [(UInt64, UInt64)] {
      #expect(NonceTime(ticks: epoch.ticks + ticks)?.timestamp.milliseconds == milliseconds)
    }
    #expect(NonceTime(ticks: epoch.ticks - 1)?.timestamp.milliseconds == 0)
    #expect(NonceTime(ticks: 0)?.timestamp.milliseconds == 0)
    #expect(NonceTime(ticks: 1 << 60) == nil)
    #expect(NonceTime(Timestamp.maximum).ticks == 1 << 60 - 1)
  }

  @Test("adding and subtracting stop at the ends")
  func arithmetic() throws {
    let time = try #require(NonceTime(ticks: 20_000))
    #expect(time.adding(milliseconds: 1).ticks == 30_000)
    #expect(time.subtracting(milliseconds: 2).ticks == 0)
    #expect(time.subtracting(milliseconds: 3).ticks == 0)
    #expect(time.subtracting(milliseconds: .max).ticks == 0)
    #expect(time.adding(milliseconds: .max).ticks == 1 << 60 - 1)
    let timestamp = try #require(Timestamp(milliseconds: 86_399_999))
    #expect(timestamp.day == 0)
    #expect(timestamp.adding(milliseconds: 1).day == 1)
    #expect(timestamp.adding(milliseconds: .max) == .maximum)
    #expect(Timestamp(milliseconds: Timestamp.maximum.milliseconds + 1) == nil)
  }

  @Test("a sequence strictly increases when the clock runs, stands still or goes back")
  func sequence() throws {
    var values = RandomValues(seed: 5)
    var sequence = NonceSequence(randomNode: values.next(), randomClockSequence: 0xffff)
    let start = try Nonce(Self.example).time
    var last: Nonce?
    for step in [0, 0, 0, 1, 1, 5, 4, 3, -1_000_000, 6, 10_000, 2] as [Int64] {
      let now = try #require(NonceTime(ticks: UInt64(Int64(start.ticks) + step)))
      let nonce = sequence.next(now: now)
      #expect(nonce.time >= now)
      if let last { #expect(nonce.time > last.time) }
      last = nonce
    }
    #expect(last?.time.ticks == start.ticks + 10_001)
  }

  @Test("the node of a sequence has its multicast bit set, and nothing runs over", arguments: [0, UInt64.max])
  func multicast(node: UInt64) throws {
    var sequence = NonceSequence(randomNode: node, randomClockSequence: 0)
    let nonce = sequence.next(now: try Nonce(Self.example).time)
    #expect(nonce.bytes[10] & 1 == 1)
    #expect(try Nonce(uint128: nonce.uint128) == nonce)
  }
}
