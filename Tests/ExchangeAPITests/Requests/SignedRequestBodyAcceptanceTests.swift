import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Testing
import TypedData

@Suite("A body is read as exactly what it says")
struct SignedRequestBodyAcceptanceTests {
  private let nonce: Nonce
  private let wallet: Address
  private let key: Address

  init() throws {
    nonce = try Nonce("2c57e000-1566-11f1-8007-000000000001")
    wallet = try Address("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1")
    key = try Address("0x5050a4f4b3f9338c3472dcc01a87c76a144b3c9c")
  }

  private func action(_ draft: BodyDraft) throws -> RequestedAction {
    try SignedRequestBody(draft.bytes, of: draft.endpoint).request().action
  }

  private func order(
    type: OrderType = .limit, price: String = "2000.00000000", change: (inout OrderMembers) -> Void = { _ in }
  ) throws -> RequestedAction {
    var members = OrderMembers()
    change(&members)
    return .trade(
      .order(
        Order(
          unchecked: nonce, wallet: wallet, market: try MarketSymbol("ETH-USD"), type: type, side: .buy,
          quantity: .one, limitPrice: try Pips(price), triggerPrice: members.triggerPrice,
          triggerType: members.triggerType, callbackRate: members.callbackRate,
          conditionalOrderID: members.conditionalOrderID, isReduceOnly: members.isReduceOnly,
          timeInForce: members.timeInForce, selfTradePrevention: members.selfTradePrevention,
          isLiquidationAcquisitionOnly: members.isLiquidation, delegatedKey: members.signsItself ? .zero : key,
          clientOrderID: members.clientOrderID)))
  }

  /// The members of an order that may be left out, with what they are then.
  private struct OrderMembers {
    var triggerPrice = Pips.zero
    var triggerType = TriggerType.none
    var callbackRate = Pips.zero
    var conditionalOrderID: UInt128 = 0
    var isReduceOnly = false
    var timeInForce = TimeInForce.gtc
    var selfTradePrevention = SelfTradePrevention.dc
    var isLiquidation = false
    var signsItself = false
    var clientOrderID: ClientOrderID?
  }

  @Test("POST /v1/orders: what is left out has its default, and explicit defaults are the same")
  func orderDefaults() throws {
    #expect(try action(BodyDraft(.placeOrder)) == order())
    let explicit = BodyDraft(.placeOrder).with("triggerPrice", #""0.00000000""#).with("triggerType", #""none""#)
      .with("callbackRate", #""0.00000000""#).with("reduceOnly", "false").with("timeInForce", #""gtc""#)
      .with("selfTradePrevention", #""dc""#).with("isLiquidationAcquisitionOnly", "false")
      .with("clientOrderId", #""""#)
    #expect(try action(explicit) == order())
    #expect(try action(BodyDraft(.placeOrder).without("delegatedKey")) == order { $0.signsItself = true })
    #expect(
      try action(BodyDraft(.placeOrder).with("delegatedKey", quoted("0x" + String(repeating: "0", count: 40))))
        == order { $0.signsItself = true })
  }

  @Test("POST /v1/orders: every parameter reaches its member")
  func orderMembers() throws {
    let draft = BodyDraft(.placeOrder).with("type", #""trailingStopMarket""#).with("price", #""3.00000000""#)
      .with("triggerPrice", #""1.00000000""#).with("triggerType", #""index""#)
      .with("callbackRate", #""0.01000000""#).with("conditionalOrderId", BodyDraft.nonce).with("reduceOnly", "true")
      .with("timeInForce", #""fok""#).with("selfTradePrevention", #""cb""#)
      .with("isLiquidationAcquisitionOnly", "true").with("clientOrderId", #""\u6ce8-7""#)
    let (rate, id) = (try Pips("0.01000000"), try ClientOrderID("注-7"))
    let expected = try order(type: .trailingStopMarket, price: "3.00000000") {
      $0 = OrderMembers(
        triggerPrice: .one, triggerType: .index, callbackRate: rate, conditionalOrderID: nonce.uint128,
        isReduceOnly: true, timeInForce: .fok, selfTradePrevention: .cb, isLiquidation: true, clientOrderID: id)
    }
    #expect(try action(draft) == expected)
  }

  @Test("DELETE /v1/orders: all, in a market, of a key, or by name")
  func cancellations() throws {
    let draft = BodyDraft(.cancelOrders)
    #expect(
      try action(draft)
        == .trade(.cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: key))))
    let market = try MarketSymbol("ETH-USD")
    #expect(
      try action(draft.with("market", #""ETH-USD""#))
        == .trade(
          .cancelByMarketSymbol(
            OrderCancellationByMarketSymbol(nonce: nonce, wallet: wallet, sessionKey: key, market: market))))
    #expect(
      try action(draft.with("orderDelegatedKey", BodyDraft.key).without("delegatedKey"))
        == .trade(
          .cancelByDelegatedKey(
            OrderCancellationByDelegatedKey(nonce: nonce, wallet: wallet, sessionKey: nil, ordersOf: key))))
    let named = try #require(
      OrderCancellationByOrderID(
        nonce: nonce, wallet: wallet, sessionKey: key,
        orderIDs: [.client(ClientOrderID("a b")), .order(OrderID("7"))]))
    #expect(try action(draft.with("orderIds", #"["client:a b","7"]"#)) == .trade(.cancelByOrderID(named)))
  }

  @Test("the exchange's authorisation and its removal are the same message, and a removal may be three")
  func delegatedKeys() throws {
    let message = DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key)
    let named = BodyDraft(.authorizeDelegatedKey).with("name", #""phone""#)
    #expect(try action(named) == .authorizeDelegatedKey(message, wallet: wallet))
    #expect(try SignedRequestBody(named.bytes, of: .authorizeDelegatedKey).request().label?.text == "phone")

    let revocations = [OpenOrders.cancel, .keep].map {
      RequestedAction.revokeSessionKey(
        SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: $0))
    }
    let removal = BodyDraft(.removeDelegatedKey)
    #expect(
      try SignedRequestBody(removal.bytes, of: .removeDelegatedKey).requests.map(\.action)
        == [.revokeDelegatedKey(message, wallet: wallet)] + revocations)
    #expect(
      try SignedRequestBody(removal.with("openOrders", #""keep""#).bytes, of: .removeDelegatedKey).requests
        .map(\.action) == [revocations[1]])
  }

  @Test("this project's authorisation carries its bounds, and its consent's curve is that of the public key")
  func sessionKeys() throws {
    let publicKey = quoted("0x" + String(repeating: "11", count: 64))
    let draft = BodyDraft(.authorizeSessionKey).with("permission", #""reduceOnly""#)
      .with("markets", #"["ETH-USD","BTC-USD"]"#).with("maximumOrderValue", #""1.00000000""#)
      .with("maximumDailyValue", #""2.00000000""#).with("maximumPriceDeviation", #""0.05000000""#)
      .with("publicKey", publicKey)
    let scope = try SessionKeyScope(
      permission: .reduceOnly, markets: [MarketSymbol("ETH-USD"), MarketSymbol("BTC-USD")],
      maximumOrderValue: .one, maximumDailyValue: Pips("2.00000000"), maximumPriceDeviation: Pips("0.05000000"))
    let expiresAt = try #require(Timestamp(milliseconds: BodyDraft.nonceMilliseconds + 1))
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: wallet, sessionKey: key, scope: scope, expiresAt: expiresAt)
    for (curve, body) in [(Curve.secp256k1, draft), (.p256, draft.withMember("consent", publicKey))] {
      guard case .authorizeSessionKey(let enrollment) = try action(body) else {
        Issue.record("not an authorisation")
        return
      }
      #expect(enrollment.authorization == authorization)
      #expect(enrollment.consent?.curve == curve)
      #expect(enrollment.publicKey == PublicKey(curve: curve, raw: [UInt8](repeating: 0x11, count: 64)))
    }
    guard case .authorizeSessionKey(let bare) = try action(draft.withoutMember("consent")) else { return }
    #expect(bare.consent == nil)
  }

  @Test("DELETE /v1/sessionKeys: one key, or all")
  func sessionKeyRevocations() throws {
    let draft = BodyDraft(.revokeSessionKeys)
    #expect(
      try action(draft)
        == .revokeSessionKey(
          SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: .cancel)))
    #expect(
      try action(draft.without("sessionKey").with("openOrders", #""keep""#))
        == .revokeAllSessionKeys(AllSessionKeysRevocation(nonce: nonce, wallet: wallet, openOrders: .keep)))
  }

  @Test("a referral code may stand beside an association, and nowhere else")
  func referralCode() throws {
    let draft = BodyDraft(.associateWallet).withMember("referralCode", #""friend""#)
    #expect(try action(draft) == .associateWallet(WalletAssociation(nonce: nonce, wallet: wallet)))
    let bad = [
      BodyDraft(.associateWallet).withMember("referralCode", "1"),
      BodyDraft(.associateWallet).with("referralCode", #""friend""#),
      BodyDraft(.withdraw).withMember("referralCode", #""friend""#),
    ]
    for draft in bad { #expect(throws: RequestBodyError.self) { try action(draft) } }
  }

  @Test("custody actions and leverage are read")
  func custodyAndLeverage() throws {
    let ten = try Pips("10.00000000")
    #expect(
      try action(BodyDraft(.associateWallet)) == .associateWallet(WalletAssociation(nonce: nonce, wallet: wallet)))
    #expect(
      try action(BodyDraft(.deposit)) == .deposit(Deposit(nonce: nonce, wallet: wallet, quantity: ten)))
    let price = IndexPrice(
      nonce: nonce, wallet: wallet, market: try MarketSymbol("ETH-USD"), price: try Pips("2000.00000000"))
    #expect(try action(BodyDraft(.publishIndexPrice)) == .publishIndexPrice(price))
    #expect(
      try action(BodyDraft(.transfer))
        == .transfer(Transfer(nonce: nonce, sourceWallet: wallet, destinationWallet: key, quantity: ten)))
    let withdrawal = try #require(
      Withdrawal(
        nonce: nonce, wallet: wallet, quantity: ten, maximumGasFee: Pips("0.10000000"), bridgeAdapter: key,
        bridgeAdapterPayload: [1, 2]))
    #expect(try action(BodyDraft(.withdraw)) == .withdraw(withdrawal))
    for (json, fraction) in [(#""0.05000000""#, try Pips("0.05000000")), ("null", nil)] as [(String, Pips?)] {
      let draft = BodyDraft(.setInitialMarginFractionOverride).with("initialMarginFractionOverride", json)
      let settings = InitialMarginFractionOverrideSettings(
        nonce: nonce, wallet: wallet, sessionKey: nil, market: try MarketSymbol("ETH-USD"),
        initialMarginFractionOverride: fraction)
      #expect(try action(draft) == .trade(.setInitialMarginFraction(settings)))
    }
  }
}
