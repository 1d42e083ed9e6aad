import PerpsProtocol
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

@Suite("Conditional orders wait for their price")
struct TriggerTests {
  var scene: Scene

  init() throws {
    scene = try Scene()
    for wallet in [alice, bob] { scene.deposit("10000.00000000", wallet) }
  }

  @Test(arguments: [
    // Which way the price must go, the tick before the trigger, and the trigger.
    (OrderTerms.stopLossMarket(.index(pips("90.00000000"))), OrderSide.sell, "90.01000000", "90.00000000"),
    (.stopLossMarket(.index(pips("110.00000000"))), .buy, "109.99000000", "110.00000000"),
    (.takeProfitMarket(.index(pips("110.00000000"))), .sell, "109.99000000", "110.00000000"),
    (.takeProfitMarket(.index(pips("90.00000000"))), .buy, "90.01000000", "90.00000000"),
  ])
  mutating func `an order waits as active until the index price reaches its trigger, and not a tick less`(
    _ terms: OrderTerms, _ side: OrderSide, _ before: String, _ trigger: String
  ) throws {
    scene.limit(.buy, "1.00000000", at: "89.00000000", bob)
    scene.limit(.sell, "1.00000000", at: "107.00000000", bob)
    let placed = scene.place(side, "1.00000000", terms, alice)
    #expect(placed.order?.status == .active)
    #expect(placed.updates == ["activated \(placed.id) active"])
    #expect(scene.index(before).updates == [])
    let outcome = scene.index(trigger)
    // It trades at once: there is no `new` before its fill.
    #expect(outcome.updates.filter { $0.contains(" \(placed.id) ") } == ["fill \(placed.id) filled"])
    #expect(scene.exchange.openOrders(of: alice, page: HistoryPage()).isEmpty)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a trade triggers orders, and their trades trigger others`() {
    scene.limit(.buy, "1.00000000", at: "99.00000000", bob)
    scene.limit(.buy, "1.00000000", at: "98.00000000", bob)
    scene.limit(.buy, "1.00000000", at: "97.00000000", bob)
    let second = scene.place(.sell, "1.00000000", .stopLossMarket(.last(pips("98.00000000"))), alice)
    let first = scene.place(.sell, "1.00000000", .stopLossMarket(.last(pips("99.00000000"))), alice)
    let outcome = scene.market(.sell, "1.00000000", alice)
    let triggered = outcome.updates.filter { $0.contains(" \(first.id) ") || $0.contains(" \(second.id) ") }
    #expect(triggered == ["fill \(first.id) filled", "fill \(second.id) filled"])
    #expect(scene.exchange.markets[0].lastPrice == 9_700_000_000)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `an order whose trigger has been reached already goes on at once`() {
    let outcome = scene.place(
      .buy, "1.00000000", .takeProfitLimit(.index(pips("100.00000000")), price: pips("99.00000000")), alice)
    #expect(outcome.updates == ["activated \(outcome.id) active", "new \(outcome.id) open"])
    #expect(outcome.order?.status == .open)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a triggered order that cannot be placed is cancelled and says why`() throws {
    let placed = scene.place(.sell, "1.00000000", .stopLossMarket(.index(pips("90.00000000"))), alice, reduceOnly: true)
    scene.index("90.00000000")
    let reference = try OrderReference(placed.id)
    let state = scene.exchange.order(reference, of: alice)
    #expect(state?.status == .canceled)
    #expect(state?.end == .refusedWhenTriggered(.reduceOnlyWouldNotReduce))
  }

  @Test mutating func `an order that waits for its trigger can be cancelled`() throws {
    let placed = scene.place(.sell, "1.00000000", .stopLossMarket(.index(pips("90.00000000"))), alice)
    #expect(try scene.cancel([placed.id], alice).updates == ["canceled \(placed.id) canceled"])
    #expect(scene.index("90.00000000").updates == [])
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a triggered fill-or-kill order that cannot trade whole expires`() {
    scene.limit(.sell, "1.00000000", at: "102.00000000", bob)
    let placed = scene.place(
      .buy, "2.00000000", .stopLossLimit(.index(pips("101.00000000")), price: pips("102.00000000")), alice, .fok)
    #expect(
      scene.index("101.00000000").updates == ["new \(placed.id) open", "expired \(placed.id) canceled"])
    #expect(scene.exchange.openOrders(of: alice, page: HistoryPage()).isEmpty)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a stop limit rests once it is triggered, and trades as a maker`() {
    let placed = scene.place(
      .buy, "1.00000000", .stopLossLimit(.index(pips("101.00000000")), price: pips("102.00000000")), alice)
    #expect(scene.index("101.00000000").updates == ["new \(placed.id) open"])
    let outcome = scene.market(.sell, "1.00000000", bob)
    #expect(outcome.updates.contains("fill \(placed.id) filled"))
    #expect(outcome.fills.first?.price == pips("102.00000000"))
  }
}

@Suite("Reduce-only orders reduce")
struct ReduceOnlyTests {
  var scene: Scene

  init() throws {
    scene = try Scene()
    for wallet in [alice, bob] { scene.deposit("10000.00000000", wallet) }
    scene.limit(.sell, "3.00000000", at: "100.00000000", bob)
    scene.market(.buy, "3.00000000", alice)
  }

  @Test mutating func `an order of the same side is refused`() {
    #expect(
      scene.limit(.buy, "1.00000000", at: "90.00000000", alice, reduceOnly: true).refusal
        == .reduceOnlyWouldNotReduce)
  }

  @Test mutating func `one that is larger than the position trades so much of it`() {
    scene.limit(.buy, "9.00000000", at: "99.00000000", bob)
    let outcome = scene.market(.sell, "5.00000000", alice, reduceOnly: true)
    #expect(outcome.order?.executedQuantity == pips("3.00000000"))
    #expect(outcome.order?.end == .reduceOnly)
    #expect(scene.exchange.positions(of: alice).isEmpty)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `several together are at most the position: the newest give way`() {
    let first = scene.limit(.sell, "2.00000000", at: "110.00000000", alice, reduceOnly: true)
    let second = scene.limit(.sell, "2.00000000", at: "109.00000000", alice, reduceOnly: true)
    #expect(second.order?.openQuantity == pips("1.00000000"))
    scene.limit(.buy, "2.00000000", at: "95.00000000", bob)
    let outcome = scene.limit(.sell, "2.00000000", at: "95.00000000", alice)
    #expect(outcome.updates.contains("canceled \(second.id) canceled"))
    #expect(outcome.updates.contains("canceled \(first.id) open"))
    #expect(scene.exchange.markets[0].asks.foremost?.size == 100_000_000)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `they hold no collateral`() {
    let before = scene.exchange.values(of: alice)?.availableCollateral
    scene.limit(.sell, "3.00000000", at: "110.00000000", alice, reduceOnly: true)
    #expect(scene.exchange.values(of: alice)?.availableCollateral == before)
  }
}
