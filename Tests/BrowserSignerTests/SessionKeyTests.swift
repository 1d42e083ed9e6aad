import Testing

@testable import BrowserSigner

@Suite("A session key is given trading, its consent and its own revocation to sign")
struct SessionKeyTests {
  private static let trading = RulesOfTheServerTests.samples.filter { $0.parameters["delegatedKey"] != nil }
    .filter { $0.call.hasSuffix("orders") }

  @Test("trading that names the key is prepared as for the wallet", arguments: trading)
  func tradingIsPrepared(_ sample: RulesOfTheServerTests.Sample) throws {
    let asked = Asked(sample.call, sample.parameters, sessionKey: key)
    #expect(
      try asked.answer(of: .prepareForSessionKey)
        == Asked(sample.call, sample.parameters).answer(of: .prepareForWallet))
  }

  @Test("trading that names no key or another one is refused", arguments: trading, [nil, wallet])
  func tradingOfAnotherIsRefused(_ sample: RulesOfTheServerTests.Sample, named: String?) throws {
    var parameters = sample.parameters
    parameters["delegatedKey"] = named.map { .text($0) }
    let answer = try Asked(sample.call, parameters, sessionKey: key).answer(of: .prepareForSessionKey)
    #expect(answer["field"] == "parameters.delegatedKey")
  }

  @Test("every call that only the wallet may sign is refused", arguments: RulesOfTheServerTests.samples)
  func callOfTheWalletIsRefused(_ sample: RulesOfTheServerTests.Sample) throws {
    let permitted = [
      "POST /v1/orders", "DELETE /v1/orders", "POST /v1/initialMarginFractionOverride", "DELETE /v1/sessionKeys",
    ]
    if permitted.contains(sample.call) { return }
    let answer = try Asked(sample.call, sample.parameters, sessionKey: key).answer(of: .prepareForSessionKey)
    #expect(answer["code"] == "SESSION_KEY_NOT_PERMITTED")
  }

  @Test("a key revokes itself, and neither another key nor all of them", arguments: [key, wallet, nil])
  func keyRevokesItself(named: String?) throws {
    let parameters: [String: Value] = [
      "nonce": .text(nonce), "wallet": .text(wallet), "sessionKey": .text(named ?? ""), "openOrders": .text("keep"),
    ]
    let asked = Asked(
      "DELETE /v1/sessionKeys", named == nil ? parameters.filter { $0.key != "sessionKey" } : parameters,
      sessionKey: key)
    #expect(try asked.answer(of: .prepareForSessionKey)["primaryType"] == (named == key ? "SessionKeyRevocation" : nil))
  }
}
