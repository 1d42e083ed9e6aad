import EthereumPrimitives
import PerpsProtocol
import Testing
import TypedData

@Suite("What is left out of a message hashes as its documented default")
struct DefaultTests {
  /// `hashStruct` by hand: the type hash, then one word for each member.
  private func structHash(_ type: String, _ words: [Bytes32]) -> Bytes32 {
    var sponge = Keccak256()
    sponge.update(Keccak256.hash(utf8: type))
    for word in words { sponge.update(word) }
    return sponge.finalize()
  }

  private func text(_ text: String) -> Bytes32 { Keccak256.hash(utf8: text) }

  private func number(_ value: UInt128) -> Bytes32 {
    Bytes32(bigEndian: 0, 0, UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
  }

  @Test("an order without any option")
  func order() throws {
    var values = RandomValues(seed: 7)
    let (nonce, wallet, quantity) = (values.nonce(), values.address(), Pips.one)
    let market = try MarketSymbol("ETH-USD")
    let order = try Order(
      nonce: nonce, wallet: wallet, sessionKey: nil, market: market, side: .buy, quantity: quantity, terms: .market)
    let zero = text("0.00000000")
    #expect(
      order.structHash
        == structHash(
          Order.encodedType,
          [
            number(nonce.uint128), wallet.word, text("ETH-USD"), .zero, .zero, text("1.00000000"), zero, zero, .zero,
            zero, .zero, .zero, .zero, .zero, .zero, .zero, text(""),
          ]))
    let explicit = Order(
      unchecked: nonce, wallet: wallet, market: market, type: .market, side: .buy, quantity: quantity,
      limitPrice: try Pips("0.00000000"), triggerPrice: try Pips("0.00000000"), triggerType: .none,
      callbackRate: try Pips("0.00000000"), conditionalOrderID: 0, isReduceOnly: false, timeInForce: .gtc,
      selfTradePrevention: .dc, isLiquidationAcquisitionOnly: false, delegatedKey: .zero,
      clientOrderID: try ClientOrderID(""))
    #expect(explicit.structHash == order.structHash)
  }

  @Test("an authorisation without limits, and leverage without a value, have empty texts")
  func authorizationAndLeverage() throws {
    var values = RandomValues(seed: 8)
    let (wallet, key, begin) = (values.address(), values.address(), values.timestamp())
    let nonce = Nonce(time: NonceTime(begin), clockSequence: 0, node: 0)
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: wallet, sessionKey: key, scope: .unlimited, expiresAt: begin.adding(milliseconds: 1))
    #expect(
      authorization.structHash
        == structHash(
          SessionKeyAuthorization.encodedType,
          [
            number(nonce.uint128), wallet.word, key.word, text(SessionKeyAuthorization.purpose), text("trade"),
            Keccak256.hash([]), text(""), text(""), text(""), number(UInt128(begin.milliseconds + 1)),
          ]))
    let settings = InitialMarginFractionOverrideSettings(
      nonce: nonce, wallet: wallet, sessionKey: nil, market: try MarketSymbol("BTC-USD"),
      initialMarginFractionOverride: nil)
    #expect(
      settings.structHash
        == structHash(
          InitialMarginFractionOverrideSettings.encodedType,
          [number(nonce.uint128), wallet.word, text("BTC-USD"), text(""), .zero]))
  }

  @Test("an authorisation's life is from one millisecond to 30 days")
  func lifetime() throws {
    var values = RandomValues(seed: 9)
    let (begin, address) = (values.timestamp(), values.address())
    let nonce = Nonce(time: NonceTime(begin), clockSequence: 0, node: 0)
    func authorization(_ milliseconds: UInt64) throws(SessionKeyLifetimeError) -> SessionKeyAuthorization {
      try SessionKeyAuthorization(
        nonce: nonce, wallet: address, sessionKey: address, scope: .unlimited,
        expiresAt: begin.adding(milliseconds: milliseconds))
    }
    #expect(throws: SessionKeyLifetimeError.endsBeforeItBegins) { try authorization(0) }
    _ = try authorization(1)
    _ = try authorization(2_592_000_000)
    #expect(throws: SessionKeyLifetimeError.tooLong) { try authorization(2_592_000_001) }
  }

  @Test("enums are signed by their position in the exchange's contracts")
  func enums() {
    #expect(
      OrderType.allCases.sorted { $0.rawValue < $1.rawValue }.map { "\($0.wireName)" } == [
        "market", "limit", "stopLossMarket", "stopLossLimit", "takeProfitMarket", "takeProfitLimit",
        "trailingStopMarket",
      ])
    #expect(OrderSide.allCases.map { "\($0.rawValue)\($0.wireName)" } == ["0buy", "1sell"])
    #expect(TimeInForce.allCases.map { "\($0.rawValue)\($0.wireName)" } == ["0gtc", "1gtx", "2ioc", "3fok"])
    #expect(SelfTradePrevention.allCases.map { "\($0.rawValue)\($0.wireName)" } == ["0dc", "1co", "2cn", "3cb"])
    #expect(TriggerType.allCases.map { "\($0.rawValue)\($0.wireName)" } == ["0none", "1last", "2index"])
  }
}
