import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Testing
import TypedData

@Suite("A message signs what the protocol writes down")
struct MessageTests {
  /// `encodeType` of every message, typed out from the protocol's tables.
  static let types = [
    "Order(uint128 nonce,address wallet,string marketSymbol,uint8 orderType,uint8 orderSide,string quantity,"
      + "string limitPrice,string triggerPrice,uint8 triggerType,string callbackRate,uint128 conditionalOrderId,"
      + "bool isReduceOnly,uint8 timeInForce,uint8 selfTradePrevention,bool isLiquidationAcquisitionOnly,"
      + "address delegatedPublicKey,string clientOrderId)",
    "OrderCancellationByOrderId(uint128 nonce,address wallet,address delegatedKey,string[] orderIds)",
    "OrderCancellationByDelegatedKey(uint128 nonce,address wallet,address delegatedKey,address orderDelegatedKey)",
    "OrderCancellationByMarketSymbol(uint128 nonce,address wallet,address delegatedKey,string marketSymbol)",
    "OrderCancellationByWallet(uint128 nonce,address wallet,address delegatedKey)",
    "InitialMarginFractionOverrideSettings(uint128 nonce,address wallet,string marketSymbol,"
      + "string initialMarginFractionOverride,address delegatedPublicKey)",
    "WalletAssociation(uint128 nonce,address wallet)",
    "Withdrawal(uint128 nonce,address wallet,string quantity,string maximumGasFee,address bridgeAdapter,"
      + "bytes bridgeAdapterPayload)",
    "Transfer(uint128 nonce,address sourceWallet,address destinationWallet,string quantity)",
    "Deposit(uint128 nonce,address wallet,string quantity)",
    "DelegatedKeyAuthorization(uint128 nonce,address delegatedPublicKey,string message)",
    "SessionKeyAuthorization(uint128 nonce,address wallet,address sessionKey,string purpose,string permission,"
      + "string[] markets,string maximumOrderValue,string maximumDailyValue,string maximumPriceDeviation,"
      + "uint64 expiresAt)",
    "SessionKeyConsent(uint128 nonce,address wallet,address sessionKey)",
    "SessionKeyRevocation(uint128 nonce,address wallet,address sessionKey,string openOrders)",
    "AllSessionKeysRevocation(uint128 nonce,address wallet,string openOrders)",
  ]

  @Test("the type strings are those of the protocol, and each is its own")
  func typeStrings() throws {
    var values = RandomValues(seed: 0)
    #expect(try values.messages().map { type(of: $0).encodedType } == Self.types)
    #expect(Set(Self.types.map { $0.prefix { $0 != "(" } }).count == Self.types.count)
  }

  @Test("the JSON that a wallet shows hashes to what is signed", arguments: 0..<40 as Range<UInt64>)
  func walletsJSON(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let domain = Domain.katanaPerps(
      values.element(of: [.production, .sandbox]), chainID: values.next() >> 11, contract: values.address())
    for message in try values.messages() {
      let document = try DynamicTypedData(StrictJSON.tree(Array(message.json(in: domain).utf8)))
      #expect(document.encodedType == type(of: message).encodedType)
      #expect(document.structHash == message.structHash, "\(message)")
      #expect(document.domainSeparator == domain.separator)
      #expect(document.digest == message.digest(in: domain))
    }
  }

  @Test("the sentences that a wallet shows are the protocol's")
  func sentences() {
    #expect(DelegatedKeyAuthorization.message == "Sign this free message to prove you control this wallet")
    #expect(
      SessionKeyAuthorization.purpose
        == "Let this key place and cancel orders on Katana Perps. It cannot withdraw, transfer or deposit.")
  }

  @Test("the domains of production and sandbox differ in their version")
  func domains() {
    let (name, zero) = ("KatanaPerps", Address.zero)
    #expect(
      Domain.katanaPerps(.production, chainID: 747_474, contract: zero)
        == Domain(name: name, version: "2.0.0", chainID: 747_474, verifyingContract: zero))
    #expect(
      Domain.katanaPerps(.sandbox, chainID: 747_474, contract: zero)
        == Domain(name: name, version: "2.0.0-sandbox", chainID: 747_474, verifyingContract: zero))
  }
}
