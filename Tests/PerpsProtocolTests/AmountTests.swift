import PerpsProtocol
import Testing

@Suite("A signed decimal has one spelling")
struct AmountTests {
  @Test("a number is the same after being written and read", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let magnitude = Int128(truncatingIfNeeded: values.uint128() >> UInt128(1 + seed % 127)) & .max
    for pips in [magnitude, -magnitude, .max, 0] {
      #expect(try Amount(Amount(pips: pips).description).pips == pips)
    }
  }

  @Test(
    "other spellings are refused for their reason",
    arguments: [
      ("-0.00000000", .negativeZero), ("+1.00000000", .notADigit(offset: 0)), ("--1.00000000", .notADigit(offset: 1)),
      ("01.00000000", .leadingZero), ("-01.00000000", .leadingZero), ("1.0", .notEightFractionDigits),
      ("", .notEightFractionDigits), ("-", .notEightFractionDigits), ("-.00000000", .notEightFractionDigits),
      ("1.0000000e", .notADigit(offset: 9)), ("1701411834604692317316873037158.84105728", .tooLarge),
    ] as [(String, AmountError)])
  func refused(text: String, reason: AmountError) {
    #expect(throws: reason) { try Amount(text) }
    #expect(!reason.description.isEmpty)
  }
}
