import PerpsProtocol
import Testing

@Suite("A decimal has one spelling and exact arithmetic")
struct PipsTests {
  @Test("a number is the same after being written and read", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let pips = values.pips()
    #expect(try Pips(pips.description) == pips)
    let digits = pips.description.filter { $0 != "." }
    #expect(UInt64(digits) == pips.count)
    #expect(pips.description.split(separator: ".").last?.utf8.count == 8)
  }

  @Test(
    "the bounds",
    arguments: [
      ("0.00000000", 0), ("0.00000001", 1), ("0.99999999", 99_999_999), ("1.00000000", 100_000_000),
      ("10.00000000", 1_000_000_000), ("92233720368.54775807", UInt64(Int64.max)),
    ] as [(String, UInt64)])
  func bounds(text: String, count: UInt64) throws {
    #expect(try Pips(text).count == count)
    #expect(Pips(count: count)?.description == text)
  }

  @Test(
    "other spellings are refused for their reason",
    arguments: [
      ("92233720368.54775808", .tooLarge), ("184467440737.09551615", .tooLarge), ("184467440737.09551616", .tooLarge),
      ("184467440737.09551619", .tooLarge),
      ("100000000000.00000000", .tooLarge), ("01.00000000", .leadingZero), ("00.00000000", .leadingZero),
      ("-1.00000000", .notADigit(offset: 0)), ("1.0000000e", .notADigit(offset: 9)),
      ("1.1.000000", .notADigit(offset: 3)), (".00000000", .notEightFractionDigits), ("1", .notEightFractionDigits),
      ("1.0000000", .notEightFractionDigits), ("1.000000000", .notEightFractionDigits), ("", .notEightFractionDigits),
      ("1.1.00000000", .notADigit(offset: 1)),
    ] as [(String, PipsError)])
  func refused(text: String, reason: PipsError) {
    #expect(throws: reason) { try Pips(text) }
  }

  @Test("a decimal of any length is its digits or too large", arguments: 0..<300 as Range<UInt64>)
  func anyLength(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let digits = values.uint128() >> UInt128(seed % 96)
    let fraction = String(String(digits % 100_000_000 + 100_000_000).dropFirst())
    let text = "\(digits / 100_000_000).\(fraction)"
    if digits <= UInt128(Int64.max) {
      #expect(try UInt128(Pips(text).count) == digits)
    } else {
      #expect(throws: PipsError.tooLarge) { try Pips(text) }
    }
  }

  @Test("products are rounded up and down as 128-bit numbers say", arguments: 0..<300 as Range<UInt64>)
  func products(seed: UInt64) {
    var values = RandomValues(seed: seed)
    let (left, right) = (values.pips(), values.pips())
    let product = UInt128(left.count) * UInt128(right.count)
    let (down, remainder) = product.quotientAndRemainder(dividingBy: 100_000_000)
    let up = remainder == 0 ? down : down + 1
    let maximum = UInt128(Int64.max)
    #expect(left.multipliedRoundingDown(by: right).map { UInt128($0.count) } == (down <= maximum ? down : nil))
    #expect(left.multipliedRoundingUp(by: right).map { UInt128($0.count) } == (up <= maximum ? up : nil))
  }

  @Test("a product at the maximum is taken, and one that is rounded up beyond it is not")
  func productAtMaximum() throws {
    #expect(Pips.maximum.multipliedRoundingUp(by: .one) == .maximum)
    let left = try #require(Pips(count: UInt64(Int64.max)))
    let right = try #require(Pips(count: 100_000_001))
    #expect(left.multipliedRoundingDown(by: right) == nil)
    #expect(left.multipliedRoundingUp(by: right) == nil)
    #expect(Pips.maximum.multipliedRoundingUp(by: .maximum) == nil)
    #expect(Pips.zero.multipliedRoundingUp(by: .maximum) == .zero)
  }

  @Test("sums and differences stop at the bounds")
  func sums() throws {
    let least = try #require(Pips(count: 1))
    #expect(Pips.maximum.adding(.zero) == .maximum)
    #expect(Pips.maximum.adding(least) == nil)
    #expect(Pips.maximum.adding(.maximum) == nil)
    #expect(Pips.maximum.subtracting(.maximum) == .zero)
    #expect(Pips.zero.subtracting(least) == nil)
    #expect(Pips(count: UInt64(Int64.max) + 1) == nil)
  }
}
