import Testing

@testable import BrowserSigner

@Suite("Numbers, nonces, signatures and names are made for the page")
struct ValueTests {
  @Test(
    "a calculation is rounded as it says",
    arguments: [
      ("multiply", "0.00000001", "0.50000000", "0.00000000"), ("multiplyUp", "0.00000001", "0.50000000", "0.00000001"),
      ("multiply", "-0.00000001", "1.50000000", "-0.00000001"),
      ("multiplyUp", "-0.00000001", "1.50000000", "-0.00000002"),
      ("divide", "1.00000000", "3.00000000", "0.33333333"), ("divide", "-1.00000000", "3.00000000", "-0.33333333"),
      ("divide", "92233720368.54775807", "1.00000000", "92233720368.54775807"),
      ("roundDown", "1.05000000", "0.10000000", "1.00000000"), ("roundUp", "1.05000000", "0.10000000", "1.10000000"),
      ("roundDown", "-1.05000000", "0.10000000", "-1.00000000"),
      ("roundUp", "-1.05000000", "0.10000000", "-1.10000000"),
      ("add", "-1.00000000", "1.00000000", "0.00000000"), ("subtract", "1.00000000", "2.00000000", "-1.00000000"),
      ("compare", "-2.00000000", "-1.00000000", "-1"), ("compare", "1.00000000", "-1.00000000", "1"),
    ])
  func calculation(operation: String, a: String, b: String, result: String) throws {
    #expect(
      try Asked([("operation", operation), ("a", a), ("b", b)]).answer(of: .decimal) == ["result": result])
  }

  @Test(
    "a result that has no place, and a divisor or step of zero, are refused",
    arguments: [
      ("add", "92233720368.54775807", "0.00000001"), ("subtract", "-92233720368.54775807", "0.00000001"),
      ("multiply", "92233720368.54775807", "1.00000001"), ("divide", "92233720368.54775807", "0.99999999"),
      ("roundUp", "92233720368.54775807", "1.00000000"), ("divide", "1.00000000", "0.00000000"),
      ("roundDown", "1.00000000", "0.00000000"),
    ])
  func refusedCalculation(operation: String, a: String, b: String) throws {
    #expect(
      try Asked([("operation", operation), ("a", a), ("b", b)]).answer(of: .decimal)["code"] == "INVALID_PARAMETER")
  }

  @Test("a nonce is at the page's time, or one tick after the last where that is not earlier")
  func nonces() throws {
    let fields = [("now", "1780000000000"), ("random", "0x0123456789abcdef")]
    #expect(try Asked(fields).answer(of: .nextNonce)["nonce"] == "8881c000-5ad3-11f1-8123-456789abcdef")
    let late = "be5feaa6-ffff-11f1-8e9f-63b0b182ca6b"
    #expect(
      try Asked(fields + [("last", late)]).answer(of: .nextNonce)["nonce"] == "be5feaa7-ffff-11f1-8123-456789abcdef")
  }

  @Test("there is no nonce after the latest")
  func latestNonce() throws {
    let latest = "ffffffff-ffff-1fff-8e9f-63b0b182ca6b"
    let asked = Asked([("now", "1"), ("random", "0x0123456789abcdef"), ("last", latest)])
    #expect(try asked.answer(of: .nextNonce)["field"] == "last")
  }

  @Test(
    "what a person typed is read, and what is no number is not",
    arguments: [
      ("0.5", "0.50000000"), ("2000", "2000.00000000"), ("-0", "0.00000000"), ("007", "7.00000000"), ("", nil),
      (".", nil),
      (".5", nil), ("5.", nil), ("1,5", nil), ("1e3", nil), ("--1", nil), ("1.2.3", nil), ("0.000000001", nil),
    ] as [(String, String?)])
  func typed(text: String, number: String?) throws {
    #expect(try Asked([("operation", "typed"), ("a", text)]).answer(of: .decimal)["result"] == number)
  }

  @Test(
    "a number is shown with as many digits as asked",
    arguments: [
      ("fixed", "0.50000000", "0", "1"), ("fixed", "-0.50000000", "0", "-1"), ("fixed", "-0.00400000", "2", "0.00"),
      ("fixed", "1234.56789000", "2", "1234.57"), ("fixed", "0.00000001", "8", "0.00000001"),
      ("shortest", "1.50000000", "0", "1.5"), ("shortest", "2000.00000000", "0", "2000"),
      ("shortest", "2000.00000000", "2", "2000.00"), ("shortest", "-0.10000000", "8", "-0.10000000"),
    ])
  func shown(operation: String, number: String, digits: String, text: String) throws {
    #expect(
      try Asked([("operation", operation), ("a", number), ("digits", digits)]).answer(of: .decimal) == ["result": text])
  }

  @Test("a signature gets the low s, and one with a scalar out of range is refused")
  func lowS() throws {
    let one = String(repeating: "0", count: 63) + "1"
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    let largest = String(order.dropLast()) + "0"
    #expect(try Asked([("signature", "0x" + one + largest)]).answer(of: .lowS) == ["signature": "0x" + one + one])
    for (r, s) in [
      (one, order), (order, one), (one, String(repeating: "0", count: 64)), (String(repeating: "0", count: 64), one),
    ] {
      #expect(try Asked([("signature", "0x" + r + s)]).answer(of: .lowS)["field"] == "signature")
    }
  }

  @Test(
    "a public key is 65 bytes that begin with 04", arguments: [("04", 64, true), ("03", 64, false), ("04", 63, false)])
  func publicKey(begin: String, count: Int, isTaken: Bool) throws {
    let asked = Asked([("publicKey", "0x" + begin + String(repeating: "11", count: count))])
    #expect(try (asked.answer(of: .addressOfPublicKey)["address"] != nil) == isTaken)
  }
}
