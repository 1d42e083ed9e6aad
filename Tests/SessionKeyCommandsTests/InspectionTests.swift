import EthereumPrimitives
import ExchangeAPI
import SessionKeys
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("inspect tells who signed")
struct InspectionTests {
  let wallet: Address
  let sessionKey: Address

  init() throws {
    wallet = try TestKey.wallet.address
    sessionKey = try TestKey.session.address
  }

  private func notes(_ inspection: Inspection) -> String { inspection.notes.map(\.description).joined(separator: "\n") }

  @Test("an order by the wallet is the wallet's, without a note")
  func walletSigns() throws {
    let inspection = try TestRequest.inspection(
      .placeOrder, TestRequest.order(wallet: wallet), signedBy: .wallet)
    #expect(inspection.signedBy == .wallet)
    #expect(inspection.signer == wallet)
    #expect(notes(inspection) == "")
  }

  @Test("an order by the session key that it names is the session key's, without a note")
  func sessionKeySigns() throws {
    let inspection = try TestRequest.inspection(
      .placeOrder, TestRequest.order(wallet: wallet, sessionKey: sessionKey), signedBy: .session)
    #expect(inspection.signedBy == .sessionKey)
    #expect(inspection.signer == sessionKey)
    #expect(notes(inspection) == "")
  }

  @Test("an order by a stranger, and one by a session key that it does not name, are nobody's")
  func strangerSigns() throws {
    for key in [TestKey.stranger, .session] {
      let inspection = try TestRequest.inspection(.placeOrder, TestRequest.order(wallet: wallet), signedBy: key)
      #expect(inspection.signedBy == .unknown)
      #expect(try inspection.signer == key.address)
      #expect(notes(inspection).contains("is neither the wallet nor a session key"))
      #expect(notes(inspection).contains("--chain-id"))
    }
  }

  @Test("an order by the wallet that names a session key is the wallet's, and would be refused")
  func walletSignsForSessionKey() throws {
    let inspection = try TestRequest.inspection(
      .placeOrder, TestRequest.order(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet)
    #expect(inspection.signedBy == .wallet)
    #expect(notes(inspection).contains("name the session key \(sessionKey) as the signer"))
  }

  @Test("a session key that authorises or revokes itself in the exchange's terms is noticed, and would be refused")
  func sessionKeySignsForWallet() throws {
    for endpoint in [SignedEndpoint.authorizeDelegatedKey, .removeDelegatedKey] {
      for wallet in [wallet, nil] {
        let inspection = try TestRequest.inspection(
          endpoint, TestRequest.parameters(#""delegatedKey":"\#(sessionKey)""#, wallet: wallet), signedBy: .session)
        #expect(inspection.signedBy == .sessionKey)
        #expect(notes(inspection).contains("only the wallet may sign DelegatedKeyAuthorization"))
      }
    }
  }

  @Test("where the body names no wallet, nobody can tell whether it signed")
  func walletIsNotNamed() throws {
    for endpoint in [SignedEndpoint.authorizeDelegatedKey, .removeDelegatedKey] {
      let inspection = try TestRequest.inspection(
        endpoint, TestRequest.parameters(#""delegatedKey":"\#(sessionKey)""#, wallet: nil), signedBy: .wallet)
      #expect(inspection.signedBy == .unknown)
      #expect(inspection.signer == wallet)
      #expect(notes(inspection).contains("name no wallet"))
    }
  }

  @Test("of the messages that DELETE /v1/delegatedKeys can stand for, the one that the signature fits is shown")
  func readingIsChosen() throws {
    let common = #""delegatedKey":"\#(sessionKey)""#
    let exchangeForm = try TestRequest.inspection(
      .removeDelegatedKey, TestRequest.parameters(common, wallet: wallet), signedBy: .wallet)
    #expect(exchangeForm.message.primaryType == "DelegatedKeyAuthorization")
    for (openOrders, key) in [("cancel", TestKey.wallet), ("keep", .wallet), ("cancel", .session), ("keep", .session)] {
      let whole = try TestRequest.body(
        .removeDelegatedKey, TestRequest.parameters(common + #","openOrders":"\#(openOrders)""#, wallet: wallet),
        signedBy: key)
      let without = String(decoding: whole, as: UTF8.self).replacing(#""openOrders":"\#(openOrders)","#, with: "")
      #expect(without.utf8.count < whole.count)
      let inspection = try TestRequest.inspection(.removeDelegatedKey, Array(without.utf8))
      #expect(inspection.message.primaryType == "SessionKeyRevocation")
      #expect(try inspection.message.message.member("openOrders")?.text == openOrders)
      #expect(try inspection.signer == key.address)
      #expect(notes(inspection) == "")
    }
  }

  @Test("where the signature fits none of them, the exchange's form is shown with a note")
  func noReadingFits() throws {
    let inspection = try TestRequest.inspection(
      .removeDelegatedKey, TestRequest.parameters(#""delegatedKey":"\#(sessionKey)""#, wallet: wallet),
      signedBy: .stranger)
    #expect(inspection.message.primaryType == "DelegatedKeyAuthorization")
    #expect(inspection.signedBy == .unknown)
    #expect(notes(inspection).contains("can also stand for a SessionKeyRevocation"))
  }

  @Test("an order that contradicts itself is shown with a note")
  func contradictionIsNoted() throws {
    let inspection = try TestRequest.inspection(
      .placeOrder, TestRequest.order(wallet: wallet, #""timeInForce":"fok""#), signedBy: .wallet)
    #expect(notes(inspection).contains("timeInForce fok needs selfTradePrevention cn"))
  }

  @Test("the nonce's time is a date in words and milliseconds in JSON")
  func nonceTimeIsShown() throws {
    let inspection = try TestRequest.inspection(.placeOrder, TestRequest.order(wallet: wallet), signedBy: .wallet)
    #expect(inspection.text(of: .placeOrder).contains("= 2026-05-26T15:08:25.337Z"))
    let json = String(decoding: try JSON.encode(inspection), as: UTF8.self)
    #expect(json.contains(#""nonceTime":1779808105337,"#))
  }

  @Test("the JSON has exactly the documented members")
  func membersAreDocumented() throws {
    let common = [
      "curve", "digest", "domain", "domainSeparator", "encodeType", "message", "nonceTime", "primaryType", "signedBy",
      "signer", "structHash",
    ]
    let order = try TestRequest.inspection(.placeOrder, TestRequest.order(wallet: wallet), signedBy: .wallet)
    #expect(try StrictJSON.tree(JSON.encode(order)).members.map(\.name) == common)
    let authorization = try TestRequest.inspection(
      .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet)
    let tree = try StrictJSON.tree(JSON.encode(authorization))
    #expect(tree.members.map(\.name) == (common + ["consent"]).sorted())
    #expect(tree.member("consent")?.members.map(\.name) == ["digest", "signer", "valid"])
  }

  @Test("every call can be inspected", arguments: SignedEndpoint.allCases)
  func everyCall(endpoint: SignedEndpoint) throws {
    let inspection = try TestRequest.inspection(
      endpoint, SampleParameters.of(endpoint, wallet: wallet, sessionKey: sessionKey), signedBy: .wallet)
    #expect(inspection.signedBy == .wallet)
    let text = inspection.text(of: endpoint)
    for member in inspection.message.message.members { #expect(text.contains("\n  \(member.name)  ")) }
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
  }
}

/// Parameters that each call takes.
enum SampleParameters {
  static func of(_ endpoint: SignedEndpoint, wallet: Address, sessionKey: Address) -> String {
    func parameters(_ members: String) -> String { TestRequest.parameters(members, wallet: wallet) }
    switch endpoint {
    case .placeOrder: return TestRequest.order(wallet: wallet, #""clientOrderId":"a""#)
    case .cancelOrders: return parameters(#""orderIds":["client:a","b"]"#)
    case .authorizeDelegatedKey: return parameters(#""delegatedKey":"\#(sessionKey)","name":"laptop""#)
    case .removeDelegatedKey: return parameters(#""delegatedKey":"\#(sessionKey)""#)
    case .associateWallet: return parameters("")
    case .withdraw:
      return parameters(
        #""quantity":"1.00000000","maximumGasFee":"0.10000000","bridgeAdapterAddress":"\#(Address.zero)","#
          + #""bridgeAdapterPayload":"0x""#)
    case .setInitialMarginFractionOverride: return parameters(#""market":"ETH-USD""#)
    case .authorizeSessionKey: return TestRequest.authorization(wallet: wallet, sessionKey: sessionKey)
    case .revokeSessionKeys: return parameters(#""openOrders":"keep""#)
    case .deposit: return parameters(#""quantity":"1.00000000""#)
    case .publishIndexPrice: return parameters(#""market":"ETH-USD","price":"2000.00000000""#)
    case .transfer:
      return TestRequest.parameters(
        #""sourceWallet":"\#(wallet)","destinationWallet":"\#(sessionKey)","quantity":"1.00000000""#, wallet: nil)
    }
  }
}
