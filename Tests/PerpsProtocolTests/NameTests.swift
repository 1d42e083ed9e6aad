import PerpsProtocol
import Testing

@Suite("Names of markets and orders are compared and limited by their bytes")
struct NameTests {
  @Test("a client order id of 40 bytes is taken, however many characters they are")
  func clientOrderIDs() throws {
    let family = "👨‍👩‍👧‍👦"
    #expect(family.count == 1)
    _ = try ClientOrderID(family)
    #expect(throws: ClientOrderIDError.tooLong(actualBytes: 50)) { try ClientOrderID(family + family) }
    _ = try ClientOrderID(String(repeating: "é", count: 20))
    #expect(throws: ClientOrderIDError.tooLong(actualBytes: 41)) {
      try ClientOrderID(String(repeating: "é", count: 20) + "a")
    }
  }

  @Test("two ids that Swift's texts call equal are two ids")
  func canonicalEquivalence() throws {
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    #expect(composed == decomposed)
    #expect(try ClientOrderID(composed) != ClientOrderID(decomposed))
    #expect(try OrderReference("client:" + composed) != OrderReference("client:" + decomposed))
  }

  @Test(
    "a reference is an order's id or a client's, and is signed as it was spelled",
    arguments: ["7", "f5389e4d-46bb-11f1-8f36-f70651ec0c05", "client:a", "client:a:b", "client: ", "client:client:a"])
  func references(text: String) throws { #expect(try OrderReference(text).text == text) }

  @Test(
    "a text that names no order is refused",
    arguments: [
      ("", .empty), ("client:", .empty), ("Client:a", .unexpectedCharacter), ("a:b", .unexpectedCharacter),
      ("a b", .unexpectedCharacter), ("é", .unexpectedCharacter), ("\u{7f}", .unexpectedCharacter),
      (String(repeating: "a", count: 65), .tooLong),
      ("client:" + String(repeating: "a", count: 41), .clientOrderID(.tooLong(actualBytes: 41))),
    ] as [(String, OrderReferenceError)])
  func noReference(text: String, reason: OrderReferenceError) {
    #expect(throws: reason) { try OrderReference(text) }
  }

  @Test(
    "a market's name is 1 to 32 letters, digits and hyphens",
    arguments: [
      ("", .wrongLength), (String(repeating: "A", count: 33), .wrongLength), ("ETH USD", .unexpectedCharacter),
      ("ETH/USD", .unexpectedCharacter), ("ЕTH-USD", .unexpectedCharacter), ("ETH-USD\0", .unexpectedCharacter),
      ("ETH‐USD", .unexpectedCharacter), ("<b>", .unexpectedCharacter),
    ] as [(String, MarketSymbolError)])
  func noMarket(text: String, reason: MarketSymbolError) {
    #expect(throws: reason) { try MarketSymbol(text) }
  }

  @Test("a choice is read from its own name only")
  func choices() {
    for choice in TimeInForce.allCases { #expect(TimeInForce(wireName: "\(choice.wireName)") == choice) }
    for name in ["", "GTC", "gtc ", "ｇｔｃ"] { #expect(TimeInForce(wireName: name) == nil) }
  }

  @Test("64 markets are taken, 65 and a repeated one are not")
  func scopes() throws {
    let markets = try (0..<65).map { try MarketSymbol("M\($0)") }
    let scope = try SessionKeyScope(permission: .trade, markets: Array(markets.prefix(64)))
    #expect(scope.includes(markets[63]) && !scope.includes(markets[64]))
    #expect(SessionKeyScope.unlimited.includes(markets[64]))
    #expect(throws: SessionKeyScopeError.tooManyMarkets) { try SessionKeyScope(permission: .trade, markets: markets) }
    #expect(throws: SessionKeyScopeError.repeatedMarket) {
      try SessionKeyScope(permission: .trade, markets: [markets[0], markets[1], markets[0]])
    }
  }

  @Test("a payload of 4,096 bytes is withdrawn with, and none of 4,097")
  func payloads() {
    var values = RandomValues(seed: 3)
    for (count, isTaken) in [(4_096, true), (4_097, false)] {
      let withdrawal = Withdrawal(
        nonce: values.nonce(), wallet: values.address(), quantity: .one, maximumGasFee: .zero,
        bridgeAdapterPayload: [UInt8](repeating: 0, count: count))
      #expect((withdrawal != nil) == isTaken)
    }
  }
}
