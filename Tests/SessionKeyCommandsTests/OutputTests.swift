import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("Output")
struct OutputTests {
  @Test(
    "text from strangers cannot play with the terminal",
    arguments: [
      ("plain text-1", "plain text-1"), ("注文-七", "注文-七"), ("\u{1b}[2J", #"\u{1b}[2J"#), ("a\r\nb", #"a\u{d}\u{a}b"#),
      ("\u{7f}\u{9b}31m", #"\u{7f}\u{9b}31m"#), ("a\u{202e}b", #"a\u{202e}b"#), ("\u{2028}", #"\u{2028}"#),
      (#"\u{1b}"#, #"\\u{1b}"#), ("\u{a0}", #"\u{a0}"#), ("\u{200b}", #"\u{200b}"#), ("", ""),
    ])
  func textIsEscaped(text: String, shown: String) {
    #expect(TerminalText.escape(text) == shown)
  }

  @Test("quotation marks in quoted text do not end it")
  func textIsQuoted() {
    #expect(TerminalText.quote(#"a"b\"#) == #""a\"b\\""#)
  }

  @Test("a client order id with control characters is shown escaped, and kept as it is in JSON")
  func clientOrderIDIsEscaped() throws {
    let inspection = try TestRequest.inspection(
      .placeOrder,
      TestRequest.order(wallet: try TestKey.wallet.address, #""clientOrderId":"\u001b[2J\u202e""#), signedBy: .wallet)
    let text = inspection.text(of: .placeOrder)
    #expect(text.contains(#"  clientOrderId                 "\u{1b}[2J\u{202e}""#))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value < 0x7f })
    let json = try StrictJSON.tree(JSON.encode(inspection))
    #expect(try json.member("message")?.member("clientOrderId")?.text == "\u{1b}[2J\u{202e}")
  }

  @Test(
    "a time is written with its milliseconds",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (999, "1970-01-01T00:00:00.999Z"),
      (1_779_808_105_337, "2026-05-26T15:08:25.337Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
  func timeIsWritten(milliseconds: UInt64, text: String) throws {
    #expect(try #require(Timestamp(milliseconds: milliseconds)).iso8601 == text)
  }

  @Test("a key that got into a message is not shown")
  func keyIsRedacted() {
    #expect(SecretText.isKey(TestKey.wallet.hex))
    #expect(SecretText.isKey(String(TestKey.wallet.hex.dropFirst(2))))
    #expect(!SecretText.isKey("keys/" + TestKey.wallet.hex))
    #expect(!SecretText.redact("a \(TestKey.wallet.hex) b").contains("1111"))
    #expect(SecretText.redact("no key") == "no key")
  }

  @Test("the help names every exit status")
  func helpNamesEveryStatus() {
    for status in ExitStatus.allCases { #expect(ExitStatus.help.contains("\n  \(status.rawValue) ")) }
  }
}
