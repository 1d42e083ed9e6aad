import ArgumentParser
import ExchangeClient
import PerpsProtocol
import Testing

@testable import SessionKeyCommands

@Suite("Orders as people type them")
struct OrderOptionsTests {
  private func draft(_ arguments: String) throws -> OrderDraft {
    try OrderOptions.parse(arguments.split(separator: " ").map(String.init)).draft(.buy)
  }

  @Test(
    "the options make the terms",
    arguments: [
      ("0.5 ETH-USD", OrderTerms.market, TimeInForce.gtc, SelfTradePrevention.dc),
      ("0.5 ETH-USD --limit 2000", .limit(price: price(2000)), .gtc, .dc),
      ("0.5 ETH-USD --limit 2000 --post-only", .limit(price: price(2000)), .gtx, .dc),
      ("0.5 ETH-USD --limit 2000 --ioc --self-trade-prevention cb", .limit(price: price(2000)), .ioc, .cb),
      ("0.5 ETH-USD --fok", .market, .fok, .cn),
      ("0.5 ETH-USD --fok --self-trade-prevention cn", .market, .fok, .cn),
      ("0.5 ETH-USD --stop 1900", .stopLossMarket(.index(price(1900))), .gtc, .dc),
      (
        "0.5 ETH-USD --stop 1900 --trigger last --limit 1890", .stopLossLimit(.last(price(1900)), price: price(1890)),
        .gtc, .dc
      ),
      ("0.5 ETH-USD --take-profit 2100 --trigger index", .takeProfitMarket(.index(price(2100))), .gtc, .dc),
      (
        "0.5 ETH-USD --take-profit 2100 --limit 2110", .takeProfitLimit(.index(price(2100)), price: price(2110)), .gtc,
        .dc
      ),
    ])
  func terms(
    arguments: String, terms: OrderTerms, timeInForce: TimeInForce, prevention: SelfTradePrevention
  ) throws {
    let draft = try draft(arguments)
    #expect(draft.quantity == (try Pips("0.50000000")))
    #expect(draft.market.text == "ETH-USD")
    #expect(draft.terms == terms)
    #expect(draft.timeInForce == timeInForce)
    #expect(draft.selfTradePrevention == prevention)
  }

  private static func price(_ whole: UInt64) -> Pips { Pips(count: whole * Pips.one.count) ?? .zero }

  @Test(
    "what does not fit together is refused with a sentence, before anything is sent",
    arguments: [
      ("0 ETH-USD", OrderOptionsError.zeroQuantity), ("1 ETH-USD --limit 0", .zeroPrice),
      ("1 ETH-USD --stop 1 --take-profit 2", .twoTriggers), ("1 ETH-USD --limit 1 --trigger last", .triggerOfNothing),
      ("1 ETH-USD --post-only", .postOnlyWithoutLimit), ("1 ETH-USD --ioc", .immediateWithoutLimit),
      ("1 ETH-USD --limit 1 --post-only --ioc", .severalTimesInForce),
      ("1 ETH-USD --limit 1 --fok --self-trade-prevention dc", .fillOrKillNeedsCancelNewest),
    ])
  func contradiction(arguments: String, reason: OrderOptionsError) {
    let error = #expect(throws: (any Error).self) { try draft(arguments) }
    #expect(error.map { OrderOptions.message(for: $0) }?.contains(reason.description) == true)
  }

  @Test(
    "arguments that are not what they should be are refused",
    arguments: [
      "-1 ETH-USD", "1e3 ETH-USD", "1 ETH/USD", "1", "1 ETH-USD --limit 2,000", "1 ETH-USD --stop x",
      "1 ETH-USD --stop 1 --trigger mark", "1 ETH-USD --self-trade-prevention none", "1 ETH-USD 2",
      "1 ETH-USD --client-id aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ])
  func nonsense(arguments: String) {
    #expect(throws: (any Error).self) { try draft(arguments) }
  }

  @Test("an empty client order id is refused: it would mean none")
  func emptyClientID() {
    #expect(throws: (any Error).self) { try OrderOptions.parse(["1", "ETH-USD", "--client-id", ""]) }
  }
}
