import PerpsProtocol
import Testing

@testable import SessionKeyCommands

@Suite("Numbers as people type them")
struct TypedNumberTests {
  @Test(
    "a plain decimal gets its missing zeros",
    arguments: [
      ("0.5", "0.50000000"), ("2000", "2000.00000000"), ("0", "0.00000000"), ("0.00000001", "0.00000001"),
      ("1.10", "1.10000000"), ("92233720368.54775807", "92233720368.54775807"), ("10.12345678", "10.12345678"),
    ])
  func decimal(typed: String, text: String) throws {
    #expect(try Pips(typed: typed).description == text)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", ".", ".5", "5.", "1e3", "1E3", "-1", "+1", "1,000", "1_000", " 1", "1 ", "01", "00.5", "1.2.3", "0x10", "١",
      "½", "NaN", "1..2", "１",
    ])
  func notADecimal(typed: String) {
    #expect(throws: TypedNumberError.notADecimal) { try Pips(typed: typed) }
  }

  @Test("too many digits after the point, and too large a number, are told apart")
  func outOfRange() {
    #expect(throws: TypedNumberError.tooManyFractionDigits) { try Pips(typed: "0.123456789") }
    #expect(throws: TypedNumberError.tooLarge) { try Pips(typed: "92233720368.54775808") }
    #expect(throws: TypedNumberError.tooLarge) { try Pips(typed: String(repeating: "9", count: 400)) }
  }

  @Test(
    "a fraction is a percentage or a number up to 1",
    arguments: [
      ("5%", "0.05000000"), ("0.05", "0.05000000"), ("0.5%", "0.00500000"), ("100%", "1.00000000"), ("1", "1.00000000"),
      ("0%", "0.00000000"), ("250%", "2.50000000"), ("0.000001%", "0.00000001"),
    ])
  func fraction(typed: String, text: String) throws {
    #expect(try Pips(typedFraction: typed).description == text)
  }

  @Test("a fraction that is not one is refused, with a reason of its own where it could be meant as a percentage")
  func notAFraction() {
    #expect(throws: TypedNumberError.fractionOverOne) { try Pips(typedFraction: "5") }
    #expect(throws: TypedNumberError.fractionOverOne) { try Pips(typedFraction: "1.00000001") }
    #expect(throws: TypedNumberError.tooManyFractionDigits) { try Pips(typedFraction: "0.0000001%") }
    for text in ["%", "5 %", "5%%", "-5%", "", "five"] {
      #expect(throws: TypedNumberError.notADecimal) { try Pips(typedFraction: text) }
    }
  }

  @Test(
    "a duration is a whole number and a unit",
    arguments: [
      ("30d", 2_592_000_000), ("12h", 43_200_000), ("45m", 2_700_000), ("1s", 1_000), ("720h", 2_592_000_000),
    ])
  func duration(typed: String, milliseconds: UInt64) throws {
    #expect(try TypedDuration(typed: typed).milliseconds == milliseconds)
  }

  @Test("a duration that is not one, none, or over 30 days is refused, the first second over it too")
  func notADuration() {
    for text in ["", "d", "30", "1.5h", "-1d", "+1d", "1w", "1d12h", "1 d", "d1", "1D"] {
      #expect(throws: TypedNumberError.notADuration) { try TypedDuration(typed: text) }
    }
    #expect(throws: TypedNumberError.noTime) { try TypedDuration(typed: "0d") }
    for text in ["31d", "2592001s", "99999999999999999d"] {
      #expect(throws: TypedNumberError.tooLong(maximumDays: 30)) { try TypedDuration(typed: text) }
    }
  }

  @Test("numbers are shown without the zeros at their end")
  func shown() throws {
    #expect(try DecimalText.short(Pips("0.50000000")) == "0.5")
    #expect(try DecimalText.short(Pips("2000.00000000")) == "2000")
    #expect(DecimalText.short(Pips.zero) == "0")
    #expect(DecimalText.short(Amount(pips: -1_250_000_000)) == "-12.5")
    #expect(try DecimalText.percent(Pips("0.05000000")) == "5%")
    #expect(DecimalText.percent(.one) == "100%")
    #expect(try DecimalText.percent(Pips("0.00000001")) == "0.000001%")
  }
}

@Suite("Tables")
struct TextTableTests {
  @Test("texts are aligned at their beginnings, numbers at their ends, and no line ends with spaces")
  func columns() {
    var table = TextTable()
    table.add(
      [.text("market"), .number("quantity"), .text("note")],
      [["ETH-USD", "0.5", ""], ["BTC-USD", "12.25", "a"], ["注文", "1", "b"]])
    #expect(
      table.text == """
        MARKET   QUANTITY  NOTE
        ETH-USD       0.5
        BTC-USD     12.25  a
        注文              1  b

        """)
  }
}
