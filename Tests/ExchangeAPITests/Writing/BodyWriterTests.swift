import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Testing

@Suite("What is written is read as the same request")
struct BodyWriterTests {
  @Test("a request of every kind comes back as it was", arguments: ActionKind.allCases)
  func roundTrip(kind: ActionKind) throws {
    var random = RandomRequests(seed: 11)
    for _ in 0..<200 {
      let request = try random.request(kind)
      let (endpoint, body) = try SignedRequestBody.encode(request)
      #expect(try SignedRequestBody(body, of: endpoint).request() == request)
      #expect(try SignedRequestBody.encode(request).body == body)
    }
  }

  @Test("a request to be checked comes back with its call", arguments: ActionKind.allCases)
  func checkedRoundTrip(kind: ActionKind) throws {
    var random = RandomRequests(seed: 12)
    let request = try random.request(kind)
    let checked = try CheckedRequestBody(CheckedRequestBody.encode(request))
    #expect(try checked.body.request() == request)
    #expect(checked.endpoint == request.action.endpoint)
  }

  @Test("what has its usual value is left out, and members stand in alphabetical order")
  func spelling() throws {
    let order = try Order(
      nonce: Nonce("2c57e000-1566-11f1-8007-000000000001"),
      wallet: Address("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"), sessionKey: nil, market: MarketSymbol("ETH-USD"),
      side: .buy, quantity: .one, terms: .limit(price: Pips("2000.00000000")))
    var random = RandomRequests(seed: 13)
    let signature = try random.signature()
    let request = SignedRequest(action: .trade(.order(order)), signature: signature)
    let written = try SignedRequestBody.encode(request)
    #expect(written.endpoint == .placeOrder)
    #expect(
      String(decoding: written.body, as: UTF8.self)
        == #"{"parameters":{"market":"ETH-USD","nonce":"2c57e000-1566-11f1-8007-000000000001","#
        + #""price":"2000.00000000","quantity":"1.00000000","side":"buy","type":"limit","#
        + #""wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"},"signature":"\#(signature)"}"#)
  }

  @Test("a leverage that is removed is written as null")
  func removedLeverage() throws {
    var random = RandomRequests(seed: 14)
    let settings = InitialMarginFractionOverrideSettings(
      nonce: random.nonce(), wallet: .zero, sessionKey: nil, market: try MarketSymbol("ETH-USD"),
      initialMarginFractionOverride: nil)
    let request = SignedRequest(
      action: .trade(.setInitialMarginFraction(settings)), signature: try random.signature())
    let body = try SignedRequestBody.encode(request).body
    #expect(String(decoding: body, as: UTF8.self).contains(#""initialMarginFractionOverride":null"#))
  }
}

@Suite("What could not be read as the same request is not written")
struct BodyWriterRefusalTests {
  private var random = RandomRequests(seed: 15)

  private mutating func refusal(_ action: RequestedAction, label: SessionKeyName? = nil) throws -> RequestWritingError?
  {
    let request = SignedRequest(action: action, signature: try random.signature(), label: label)
    do throws(RequestWritingError) {
      _ = try SignedRequestBody.encode(request)
      return nil
    } catch { return error }
  }

  private mutating func order(conditional: UInt128 = 0, clientOrderID: ClientOrderID? = nil) throws -> RequestedAction {
    .trade(
      .order(
        Order(
          unchecked: random.nonce(), wallet: .zero, market: try MarketSymbol("ETH-USD"), type: .market, side: .buy,
          quantity: .one, limitPrice: .zero, triggerPrice: .zero, triggerType: .none, callbackRate: .zero,
          conditionalOrderID: conditional, isReduceOnly: false, timeInForce: .gtc, selfTradePrevention: .dc,
          isLiquidationAcquisitionOnly: false, delegatedKey: .zero, clientOrderID: clientOrderID)))
  }

  @Test("each for its reason")
  mutating func reasons() throws {
    #expect(try refusal(order()) == nil)
    #expect(try refusal(order(conditional: 7)) == .conditionalOrderIDIsNoNonce)
    #expect(try refusal(order(clientOrderID: ClientOrderID(""))) == .emptyClientOrderID)
    #expect(try refusal(order(), label: SessionKeyName("phone")) == .labelNotTaken)
    let enrollment = try random.enrollment()
    let key = try #require(PublicKey(curve: .p256, raw: random.bytes(64)))
    #expect(
      try refusal(
        .authorizeSessionKey(
          SessionKeyEnrollment(authorization: enrollment.authorization, consent: nil, publicKey: key)))
        == .publicKeyOfAnotherCurve)
  }

  @Test("a body over the maximum is not written")
  mutating func tooLong() throws {
    let id = OrderReference.order(try OrderID(String(repeating: "x", count: OrderID.bytesMaximum)))
    let cancellation = try #require(
      OrderCancellationByOrderID(
        nonce: random.nonce(), wallet: .zero, sessionKey: nil, orderIDs: [OrderReference](repeating: id, count: 1_000)))
    guard case .tooLong(let bytes) = try refusal(.trade(.cancelByOrderID(cancellation))) else {
      Issue.record("it was written")
      return
    }
    #expect(bytes > SignedRequestBody.bytesMaximum)
  }

  @Test("a check of what is no signed call is refused")
  func checkedCall() {
    let bodies = [#"{"request":"GET /v1/time","body":{}}"#, #"{"request":"POST /v1/orders"}"#, "{}"]
    for body in bodies { #expect(throws: RequestBodyError.self) { try CheckedRequestBody(Array(body.utf8)) } }
  }
}
