import EthereumPrimitives
import ExchangeAPI
import Foundation
import PerpsProtocol
import SessionKeys
import Testing
import TypedData

@testable import BrowserSigner

/// The module reads parameters by the rules of the server: what it takes, the server takes, and both hash it alike.
@Suite("The page and the server read parameters by the same rules")
struct RulesOfTheServerTests {
  struct Sample: Sendable {
    let call: String
    let parameters: [String: Value]
  }

  static let samples = [
    Sample(
      call: "POST /v1/orders",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "market": .text("ETH-USD"), "type": .text("stopLossLimit"),
        "side": .text("sell"), "quantity": .text("1.00000000"), "price": .text("2000.00000000"),
        "triggerPrice": .text("2001.00000000"), "triggerType": .text("index"), "reduceOnly": .flag(true),
        "timeInForce": .text("gtx"), "selfTradePrevention": .text("cn"), "delegatedKey": .text(key),
        "clientOrderId": .text("注文-七"), "isLiquidationAcquisitionOnly": .flag(false),
        "conditionalOrderId": .text(nonce),
      ]),
    Sample(
      call: "DELETE /v1/orders",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "orderIds": .texts(["client:1", "55"]),
        "delegatedKey": .text(key),
      ]),
    Sample(
      call: "DELETE /v1/orders",
      parameters: ["nonce": .text(nonce), "wallet": .text(wallet), "orderDelegatedKey": .text(key)]),
    Sample(
      call: "DELETE /v1/orders",
      parameters: ["nonce": .text(nonce), "wallet": .text(wallet), "market": .text("ETH-USD")]),
    Sample(
      call: "POST /v1/initialMarginFractionOverride",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "market": .text("ETH-USD"),
        "initialMarginFractionOverride": .text("0.05000000"),
      ]),
    Sample(
      call: "POST /v1/sessionKeys",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "sessionKey": .text(key), "permission": .text("reduceOnly"),
        "markets": .texts(["ETH-USD", "BTC-USD"]), "maximumOrderValue": .text("10.00000000"),
        "maximumDailyValue": .text("100.00000000"), "maximumPriceDeviation": .text("0.05000000"),
        "expiresAt": .number(expiry), "publicKey": .text("0x" + String(repeating: "11", count: 64)),
        "name": .text("laptop"),
      ]),
    Sample(
      call: "DELETE /v1/sessionKeys",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "sessionKey": .text(key), "openOrders": .text("cancel"),
      ]),
    Sample(
      call: "POST /v1/delegatedKeys",
      parameters: ["nonce": .text(nonce), "wallet": .text(wallet), "delegatedKey": .text(key), "name": .text("laptop")]),
    Sample(
      call: "DELETE /v1/delegatedKeys",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "delegatedKey": .text(key), "openOrders": .text("keep"),
      ]),
    Sample(call: "POST /v1/wallets", parameters: ["nonce": .text(nonce), "wallet": .text(wallet)]),
    Sample(
      call: "POST /v1/withdrawals",
      parameters: [
        "nonce": .text(nonce), "wallet": .text(wallet), "quantity": .text("1.00000000"),
        "maximumGasFee": .text("0.10000000"), "bridgeAdapterAddress": .text(key),
        "bridgeAdapterPayload": .text("0x1234"),
      ]),
    Sample(
      call: "POST /v1/sandbox/deposits",
      parameters: ["nonce": .text(nonce), "wallet": .text(wallet), "quantity": .text("1.00000000")]),
  ]

  static let expiry: UInt64 = {
    guard let time = try? Nonce(nonce).time.timestamp.milliseconds else { return 0 }
    return time + 86_400_000
  }()

  /// Values of which some fit each parameter, and most do not.
  static let values: [Value] =
    [
      "", "0", "1", "1.00000000", "0.00000000", "-1.00000000", "01.00000000", "92233720368.54775808", "0x", "0x12",
      "0x123",
      wallet, wallet.lowercased(), "0x4513C200F65ED9EdA6a9769c9a382C95255A9b88",
      "0x0000000000000000000000000000000000000000",
      nonce, "be5feaa6591411f18e9f63b0b182ca6b", "be5feaa6-5914-41f1-8e9f-63b0b182ca6b", "ETH-USD", "eth usd", "market",
      "limit", "trailingStopMarket", "buy", "none", "last", "fok", "gtc", "cn", "trade", "cancelOnly", "cancel", "keep",
      String(repeating: "x", count: 40), String(repeating: "x", count: 41), "client:", "e\u{301}", "\u{0}",
    ].map { .text($0) } + [
      .texts([]), .texts([""]), .texts(["client:"]), .texts(["ETH-USD", "ETH-USD"]), .texts(["client:x", "7", nonce]),
      .texts(Array(repeating: "1", count: 1_001)), .flag(true), .flag(false), .number(0), .number(expiry),
      .number(expiry + 30 * 86_400_000), .number(253_402_300_800_000),
    ]

  @Test("a call is hashed as the server hashes it", arguments: samples)
  func sampleIsHashedAlike(_ sample: Sample) throws {
    let digest = try #require(try Self.digestOfServer(sample.call, sample.parameters))
    #expect(try Asked(sample.call, sample.parameters).answer(of: .prepareForWallet)["digest"] == digest)
  }

  @Test("what is altered, left out or added is refused by both or hashed alike", arguments: samples)
  func alteredSampleIsJudgedAlike(_ sample: Sample) throws {
    // A key's label is not signed, and judging it takes the Unicode tables: only the server does.
    for name in sample.parameters.keys.sorted().filter({ $0 != "name" }) + ["memo", "market", "price", "callbackRate"] {
      for value in Self.values + [nil] {
        var parameters = sample.parameters
        parameters[name] = value
        try Self.expectAlike(sample.call, parameters, changed: name, to: value)
      }
    }
  }

  private static func expectAlike(
    _ call: String, _ parameters: [String: Value], changed name: String, to value: Value?
  ) throws {
    let answer = try Asked(call, parameters).answer(of: .prepareForWallet)
    let server = try digestOfServer(call, parameters)
    if let digest = answer["digest"] {
      // A record has no types: where the server takes a text or `true`, the page's `"true"` looks the same.
      if server != nil || !isOfAnotherType(name, value) {
        #expect(digest == server, "\(call) with \(name) \(String(describing: value))")
      }
      return
    }
    let isStricter = isOrderThatContradictsItself(answer) || name == "wallet" && value == nil
    #expect(
      server == nil || isStricter, "\(call) with \(name) \(String(describing: value)): \(answer["message"] ?? "")")
  }

  /// Orders can be signed that no server admits: the page refuses them before they are.
  private static func isOrderThatContradictsItself(_ answer: [String: String]) -> Bool {
    OrderTermsError.allCases.contains { answer["message"]?.hasSuffix($0.description) ?? false }
  }

  private static func isOfAnotherType(_ name: String, _ value: Value?) -> Bool {
    switch value {
    case .text: ["orderIds", "markets", "reduceOnly", "isLiquidationAcquisitionOnly", "expiresAt"].contains(name)
    case .texts, .flag, .number: true
    case nil: false
    }
  }

  private static func digestOfServer(_ call: String, _ parameters: [String: Value]) throws -> String? {
    let endpoint = try #require(SignedEndpoint(methodAndPath: call))
    let domain = Domain.katanaPerps(
      .production, chainID: 129_399, contract: try Address("0x6F3e3C8A86A4A616bB9A1798b94e885f9cA5859B"))
    let body = try [UInt8](JSONEncoder().encode(parameters))
    guard let request = try? UnsignedRequest(parameters: body, of: endpoint) else { return nil }
    return request.action.digest(in: domain).description
  }
}
