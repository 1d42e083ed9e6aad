import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

/// An order that differs from a good one in what a row of the table says.
struct Attempt: Sendable, CustomTestStringConvertible {
  var name: String
  var market = Scene.market
  var type = OrderType.limit
  var quantity = "1.00000000"
  var price = "100.00000000"
  var trigger = "0.00000000"
  var callback = "0.00000000"
  var conditional: UInt128 = 0
  var timeInForce = TimeInForce.gtc
  var reduceOnly = false
  var acquisition = false
  var id: String?
  var wallet = alice
  let refusal: BusinessRefusal?

  var testDescription: String { name }

  func order(_ nonce: Nonce) throws -> Order {
    Order(
      unchecked: nonce, wallet: wallet, market: market, type: type, side: .buy, quantity: pips(quantity),
      limitPrice: pips(price), triggerPrice: pips(trigger), triggerType: trigger == "0.00000000" ? .none : .index,
      callbackRate: pips(callback), conditionalOrderID: conditional, isReduceOnly: reduceOnly, timeInForce: timeInForce,
      selfTradePrevention: timeInForce == .fok ? .cn : .dc, isLiquidationAcquisitionOnly: acquisition,
      delegatedKey: .zero, clientOrderID: try id.map { try ClientOrderID($0) })
  }
}

private let zero = "0.00000000"

@Suite("What cannot be carried out is refused and changes nothing")
struct RefusalTests {
  @Test(arguments: [
    Attempt(name: "no such market", market: symbol("NONE-USD"), refusal: .marketNotFound(symbol("NONE-USD"))),
    Attempt(name: "no quantity", quantity: zero, refusal: .invalidTerms(.zeroQuantity)),
    Attempt(name: "no price", price: zero, refusal: .invalidTerms(.missingPrice)),
    Attempt(
      name: "a trailing stop", type: .trailingStopMarket, price: zero, callback: "0.01000000",
      refusal: .orderNotSupported),
    Attempt(name: "liquidation acquisition", acquisition: true, refusal: .orderNotSupported),
    Attempt(name: "a conditional order's id", conditional: 1, refusal: .orderNotSupported),
    Attempt(name: "post-only market", type: .market, price: zero, timeInForce: .gtx, refusal: .postOnlyNeedsLimit),
    Attempt(name: "between ticks", price: "100.00500000", refusal: .priceNotOnTick(pips("0.01000000"))),
    Attempt(
      name: "trigger between ticks", type: .stopLossLimit, trigger: "110.00500000",
      refusal: .priceNotOnTick(pips("0.01000000"))),
    Attempt(name: "between steps", quantity: "1.00050000", refusal: .quantityNotOnStep(pips("0.00100000"))),
    Attempt(
      name: "a step under the minimum", quantity: "0.00900000", refusal: .quantityUnderMinimum(pips("0.01000000"))),
    Attempt(name: "the minimum", quantity: "0.01000000", refusal: nil),
    Attempt(
      name: "a step under the minimum of a taker", quantity: "0.00100000", timeInForce: .ioc,
      refusal: .quantityUnderMinimum(pips("0.00200000"))),
    Attempt(name: "the minimum of a taker", quantity: "0.00200000", timeInForce: .ioc, refusal: nil),
    Attempt(name: "the largest position", quantity: "1000.00000000", refusal: nil),
    Attempt(name: "a step over it", quantity: "1000.00100000", refusal: .positionTooLarge(pips("1000.00000000"))),
    Attempt(
      name: "the largest quantity there is", quantity: "92233720368.54775807",
      refusal: .quantityNotOnStep(pips("0.00100000"))),
    Attempt(name: "a value over Int64", price: "92233720368.54000000", quantityHint: "2.00000000"),
    Attempt(name: "the client order id is in use", id: "mine", refusal: .clientOrderIDInUse),
    Attempt(name: "as far from the index price as may be", price: "150.00000000", refusal: nil),
    Attempt(
      name: "a tick further", price: "150.01000000", refusal: .priceTooFarFromIndex(limit: pips("0.50000000"))),
    Attempt(name: "nothing to reduce", reduceOnly: true, refusal: .reduceOnlyWouldNotReduce),
    Attempt(name: "nothing there to fill or kill", timeInForce: .fok, refusal: nil),
    Attempt(name: "a wallet that was never here", wallet: wallet(77), refusal: .insufficientFunds),
    Attempt(name: "all that the collateral is enough for", quantity: "99.00000000", wallet: bob, refusal: nil),
    Attempt(name: "a step more", quantity: "99.00100000", wallet: bob, refusal: .insufficientFunds),
  ])
  func `an order is refused for what is wrong with it`(_ attempt: Attempt) throws {
    var scene = try Scene()
    scene.deposit("100000.00000000", alice)
    scene.deposit("990.00000000", bob)
    scene.limit(.buy, "0.01000000", at: "50.00000000", alice, id: "mine")
    // What rests needs none of Alice's largest position.
    if attempt.id == nil { _ = scene.cancelAll(alice) }
    let digest = scene.exchange.digest.hash
    let outcome = scene.apply(.trade(.order(try attempt.order(scene.nonce))))
    #expect(outcome.refusal == attempt.refusal)
    #expect(outcome.events.isEmpty == (attempt.refusal != nil))
    var rewound = scene.exchange
    rewound.sequence -= 1
    rewound.time = scene.entries[scene.entries.count - 2].judgement.now
    #expect((rewound.digest.hash == digest) == (attempt.refusal != nil))
    #expect(scene.exchange.violations == [])
  }

  @Test func `without an index price no order meets the book`() throws {
    var scene = try Scene(index: nil)
    scene.deposit("1000.00000000", alice)
    #expect(
      scene.limit(.buy, "1.00000000", at: "100.00000000", alice).refusal == .indexPriceUnavailable(Scene.market))
  }

  @Test(arguments: [
    (MarketStatus.inactive, false, false), (.cancelsOnly, false, false), (.limitMakerOnly, true, false),
    (.active, true, true), (.activeHybrid, true, true),
  ])
  func `a market takes the orders of its status`(_ status: MarketStatus, _ postOnly: Bool, _ others: Bool) throws {
    var scene = try Scene(markets: [Scene.configuration(Scene.market, status: status)])
    scene.deposit("1000.00000000", alice)
    let refusals = [TimeInForce.gtx, .gtc].map { scene.limit(.buy, "1.00000000", at: "99.00000000", alice, $0).refusal }
    #expect(refusals == [postOnly ? nil : .marketNotAccepting(status), others ? nil : .marketNotAccepting(status)])
  }

  @Test(arguments: [(MarketStatus.inactive, false), (.cancelsOnly, true), (.active, true)])
  func `a market takes cancellations unless it is inactive`(_ status: MarketStatus, _ admits: Bool) throws {
    var scene = try Scene(markets: [Scene.configuration(Scene.market, status: status)])
    let outcome = scene.apply(
      .trade(
        .cancelByMarketSymbol(
          OrderCancellationByMarketSymbol(nonce: scene.nonce, wallet: alice, sessionKey: nil, market: Scene.market))))
    #expect(outcome.refusal == (admits ? nil : .cancellationsNotAccepted(status)))
  }

  @Test func `an entry that is not the next one does not count`() throws {
    var scene = try Scene()
    scene.deposit("1.00000000", alice)
    let digest = scene.exchange.digest
    let again = try #require(scene.entries.last)
    #expect(scene.exchange.apply(again).refusal == .outOfSequence(expected: again.sequence + 1))
    #expect(scene.exchange.digest == digest)
  }

  @Test func `a wallet has so many open orders and not one more`() throws {
    var scene = try Scene()
    scene.deposit("100000.00000000", alice)
    for _ in 0..<ExchangeLimits.openOrdersPerWalletMaximum {
      #expect(scene.limit(.buy, "0.01000000", at: "90.00000000", alice).refusal == nil)
    }
    #expect(scene.limit(.buy, "0.01000000", at: "90.00000000", alice).refusal == .tooManyOpenOrders)
    #expect(scene.cancelAll(alice).canceled.count == ExchangeLimits.openOrdersPerWalletMaximum)
    #expect(scene.exchange.violations == [])
  }
}

extension Attempt {
  /// An order whose value is over the maximum.
  init(name: String, price: String, quantityHint: String) {
    self.init(name: name, quantity: quantityHint, price: price, refusal: .orderValueTooLarge)
  }
}
