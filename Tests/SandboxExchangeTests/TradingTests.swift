import PerpsProtocol
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)
private let carol = wallet(3)

@Suite("Orders trade by price, then by time")
struct TradingTests {
  var scene: Scene

  init() throws {
    scene = try Scene()
    for wallet in [alice, bob, carol] { scene.deposit("10000.00000000", wallet) }
  }

  @Test mutating func `a limit order that meets nothing rests`() {
    let outcome = scene.limit(.buy, "1.00000000", at: "99.00000000", alice)
    #expect(outcome.order?.status == .open)
    #expect(outcome.updates == ["new \(outcome.id) open"])
    #expect(scene.exchange.markets[0].bids.foremost?.price == 9_900_000_000)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `the better price trades first, then the older order, at the resting price`() {
    let dear = scene.limit(.sell, "1.00000000", at: "101.00000000", alice)
    let first = scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    let second = scene.limit(.sell, "1.00000000", at: "100.00000000", bob)
    let outcome = scene.limit(.buy, "2.50000000", at: "102.00000000", carol)
    #expect(outcome.fills.map(\.price) == [pips("100.00000000"), pips("100.00000000"), pips("101.00000000")])
    #expect(outcome.fills.map(\.quantity) == [pips("1.00000000"), pips("1.00000000"), pips("0.50000000")])
    #expect(outcome.order?.status == .filled)
    #expect(outcome.updates.filter { $0.hasPrefix("new") } == [])
    #expect(outcome.order?.averageExecutionPrice?.description == "100.20000000")
    #expect(
      outcome.updates.filter { !$0.contains(" \(outcome.id) ") } == [
        "fill \(first.id) filled", "fill \(second.id) filled", "fill \(dear.id) partiallyFilled",
      ])
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `fees and profits go where they belong, to the pip`() {
    scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    scene.limit(.buy, "1.00000000", at: "100.00000000", bob)
    scene.limit(.buy, "1.00000000", at: "110.00000000", carol)
    scene.limit(.sell, "1.00000000", at: "110.00000000", bob)
    // Bob bought at 100 and sold at 110: 10 less 0.04 and 0.044 in fees. Alice paid 0.01, Carol 0.011.
    #expect(scene.exchange.accounts.list[2].balance == 1_000_991_600_000)
    #expect(scene.exchange.feeBalance == 10_500_000)
    #expect(scene.exchange.accounts.list[2].positions[0].quantity == 0)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a position that turns over is closed and opened`() {
    scene.limit(.sell, "3.00000000", at: "100.00000000", alice)
    scene.limit(.buy, "1.00000000", at: "100.00000000", bob)
    scene.limit(.buy, "3.00000000", at: "90.00000000", carol)
    let outcome = scene.limit(.sell, "3.00000000", at: "90.00000000", bob)
    #expect(outcome.fills.first?.action == .closeAndOpen)
    #expect(outcome.fills.first?.position == .short)
    #expect(outcome.fills.first?.realizedPnL.description == "-10.00000000")
    let snapshot = scene.exchange.snapshot(of: 2, in: 0)
    #expect(snapshot.quantity.description == "-2.00000000")
    #expect(snapshot.entryPrice.description == "90.00000000")
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a market order takes what there is within the bounds, and the rest of it expires`() {
    scene.limit(.sell, "1.00000000", at: "119.00000000", alice)
    scene.limit(.sell, "1.00000000", at: "121.00000000", alice)
    let outcome = scene.market(.buy, "2.00000000", bob)
    #expect(outcome.order?.status == .canceled)
    #expect(outcome.order?.executedQuantity == pips("1.00000000"))
    #expect(outcome.updates.last == "expired \(outcome.id) canceled")
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a market order of a key with a price deviation fills no further, and that far`() {
    let key = sessionKey(1, of: bob, deviation: "0.05000000")
    scene.limit(.sell, "1.00000000", at: "105.00000000", alice)
    scene.limit(.sell, "1.00000000", at: "105.01000000", alice)
    #expect(scene.market(.buy, "2.00000000", bob, key: key).order?.executedQuantity == pips("1.00000000"))
    scene.limit(.buy, "1.00000000", at: "95.00000000", alice)
    scene.limit(.buy, "1.00000000", at: "94.99000000", alice)
    #expect(scene.market(.sell, "2.00000000", bob, key: key).order?.executedQuantity == pips("1.00000000"))
  }

  @Test mutating func `post-only rests or is refused`() {
    scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    #expect(scene.limit(.buy, "1.00000000", at: "100.00000000", bob, .gtx).refusal == .postOnlyWouldCross)
    #expect(scene.limit(.buy, "1.00000000", at: "99.99000000", bob, .gtx).order?.status == .open)
  }

  @Test mutating func `immediate or cancel trades what it can and never rests`() {
    scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    let outcome = scene.limit(.buy, "2.00000000", at: "100.00000000", bob, .ioc)
    #expect(outcome.order?.executedQuantity == pips("1.00000000"))
    #expect(outcome.order?.status == .canceled)
    #expect(scene.exchange.markets[0].bids.foremost == nil)
  }

  @Test mutating func `what can neither trade nor rest is new, and has expired`() {
    let immediate = scene.limit(.buy, "1.00000000", at: "100.00000000", alice, .ioc)
    let market = scene.market(.buy, "1.00000000", alice)
    for outcome in [immediate, market] {
      #expect(outcome.updates == ["new \(outcome.id) open", "expired \(outcome.id) canceled"])
      #expect(outcome.order?.end == .nothingToTradeWith)
    }
  }

  @Test mutating func `fill or kill trades whole or expires and changes nothing else`() {
    scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    scene.limit(.sell, "1.00000000", at: "101.00000000", alice)
    let before = scene.exchange.accounts.list.map(\.balance)
    let tooLarge = scene.limit(.buy, "2.00100000", at: "101.00000000", bob, .fok)
    let tooCheap = scene.limit(.buy, "2.00000000", at: "100.00000000", bob, .fok)
    for outcome in [tooLarge, tooCheap] {
      #expect(outcome.updates == ["new \(outcome.id) open", "expired \(outcome.id) canceled"])
      #expect(outcome.order?.status == .canceled && outcome.fills.isEmpty)
    }
    #expect(scene.exchange.accounts.list.map(\.balance) == before)
    #expect(scene.limit(.buy, "2.00000000", at: "101.00000000", bob, .fok).order?.status == .filled)
    #expect(scene.exchange.violations == [])
  }

  @Test(arguments: [
    // Resting 1, incoming 3, with Bob's 1 behind: what is left resting of Alice's, and what the incoming order did.
    (SelfTradePrevention.dc, "canceled", "0.00000000", OrderStatus.open, "1.00000000", "1.00000000"),
    (.co, "canceled", "0.00000000", .open, "1.00000000", "2.00000000"),
    (.cn, "open", "1.00000000", .canceled, "0.00000000", "0.00000000"),
    (.cb, "canceled", "0.00000000", .canceled, "0.00000000", "0.00000000"),
  ])
  mutating func `an order that meets another of its wallet does what it says`(
    _ mode: SelfTradePrevention, _ oldStatus: String, _ oldOpen: String, _ status: OrderStatus, _ executed: String,
    _ open: String
  ) throws {
    let old = scene.limit(.sell, "1.00000000", at: "100.00000000", alice)
    scene.limit(.sell, "1.00000000", at: "100.00000000", bob)
    let new = scene.limit(.buy, "3.00000000", at: "100.00000000", alice, stp: mode)
    #expect(new.order?.executedQuantity == pips(executed))
    #expect(new.order?.openQuantity == pips(open))
    #expect(new.order?.status == (executed == "0.00000000" || status == .canceled ? status : .partiallyFilled))
    let slot = scene.exchange.orders.slot(of: try #require(old.order?.number))
    #expect((slot == nil) == (oldStatus == "canceled"))
    #expect((slot.map { scene.exchange.orders.slots[Int($0)].state.openQuantity } ?? .zero) == pips(oldOpen))
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `decrement and cancel takes the smaller quantity off both`() {
    let old = scene.limit(.sell, "3.00000000", at: "100.00000000", alice)
    let new = scene.limit(.buy, "1.00000000", at: "100.00000000", alice, stp: .dc)
    #expect(new.order?.status == .canceled)
    #expect(new.updates.contains("canceled \(old.id) open"))
    #expect(scene.exchange.markets[0].asks.foremost?.size == 200_000_000)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `an order that lost a part to itself and traded the rest is closed as canceled`() throws {
    let old = scene.limit(.sell, "3.00000000", at: "100.00000000", alice)
    scene.limit(.buy, "1.00000000", at: "100.00000000", alice, stp: .dc)
    scene.limit(.buy, "2.00000000", at: "100.00000000", bob)
    let closed = try #require(scene.exchange.order(OrderReference(old.id), of: alice))
    #expect(closed.executedQuantity == pips("2.00000000"))
    #expect(closed.status == .canceled)
  }

  @Test mutating func `a fill needs margin: a resting order of a wallet that has lost its own is cancelled`() throws {
    let poor = wallet(9)
    scene.deposit("10.00000000", poor)
    scene.limit(.buy, "0.50000000", at: "100.00000000", poor)
    let rest = scene.limit(.buy, "0.49000000", at: "99.00000000", poor)
    scene.limit(.sell, "0.50000000", at: "100.00000000", alice)
    scene.index("93.00000000")
    let outcome = scene.limit(.sell, "1.00000000", at: "90.00000000", alice)
    #expect(outcome.updates.contains("canceled \(rest.id) canceled"))
    #expect(outcome.order?.status == .open)
    #expect(scene.exchange.violations == [])
  }
}
