import PerpsProtocol
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

@Suite("Histories are answered page by page, oldest first")
struct HistoryPageTests {
  var scene: Scene

  /// Ten fills and ten deposits of alice, one millisecond after the other; eight open orders in two markets.
  init() throws {
    scene = try Scene()
    scene.deposit("1000.00000000", bob)
    for number in 1...10 {
      scene.deposit("\(100 + number).00000000", alice)
      scene.limit(.sell, "0.10000000", at: "100.00000000", bob)
      scene.limit(.buy, "0.10000000", at: "100.00000000", alice)
    }
    for _ in 1...4 {
      scene.limit(.buy, "0.10000000", at: "90.00000000", alice)
      scene.limit(.buy, "0.10000000", at: "90.00000000", alice, in: Scene.other)
    }
  }

  private var fills: [Fill] { scene.exchange.fills(of: alice, page: HistoryPage()) }

  @Test func `without a start the newest come, oldest first`() {
    #expect(fills.count == 10)
    #expect(fills.map(\.number) == fills.map(\.number).sorted())
    let last = scene.exchange.fills(of: alice, page: HistoryPage(limit: 3))
    #expect(last == Array(fills.suffix(3)))
  }

  @Test func `from a start on the oldest come; the start itself is inside, the tick after it is not`() {
    let third = fills[2].time
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(start: third, limit: 2)) == Array(fills[2...3]))
    let after = third.adding(milliseconds: 1)
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(start: after, limit: 2)) == Array(fills[3...4]))
  }

  @Test func `the end is inside, and with it alone the newest before it come`() throws {
    let third = fills[2].time
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(end: third)) == Array(fills[...2]))
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(end: third, limit: 2)) == Array(fills[1...2]))
    let before = try #require(Timestamp(milliseconds: third.milliseconds - 1))
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(end: before)) == Array(fills[...1]))
    #expect(scene.exchange.fills(of: alice, page: HistoryPage(start: third, end: before)).isEmpty)
  }

  @Test func `from an id on the oldest come, the id itself is inside`() {
    let page = HistoryPage(limit: 2, from: fills[4].number)
    #expect(scene.exchange.fills(of: alice, page: page) == Array(fills[4...5]))
    let later = HistoryPage(start: fills[6].time, from: fills[4].number)
    #expect(scene.exchange.fills(of: alice, page: later) == Array(fills[6...]))
  }

  @Test(arguments: [(Int.min, 1), (0, 1), (1, 1), (1_000, 1_000), (1_001, 1_000), (.max, 1_000)])
  func `a page has between one and 1,000 items`(_ asked: Int, _ given: Int) {
    #expect(HistoryPage<Never>(limit: asked).limit == given)
  }

  @Test func `open orders are picked by market before they are counted`() {
    let page = HistoryPage<OrderNumber>(limit: 3)
    let orders = scene.exchange.openOrders(of: alice, in: Scene.other, page: page)
    #expect(orders.count == 3)
    #expect(orders.allSatisfy { $0.order.market == Scene.other })
    let all = scene.exchange.openOrders(of: alice, page: HistoryPage())
    #expect(all.map(\.number) == all.map(\.number).sorted())
    #expect(all.filter { $0.order.market == Scene.other }.suffix(3) == orders[...])
    #expect(scene.exchange.openOrders(of: alice, in: symbol("NONE-USD"), page: HistoryPage()).isEmpty)
  }

  @Test mutating func `closed orders come in the order in which they were placed`() throws {
    let open = scene.exchange.openOrders(of: alice, page: HistoryPage()).map(\.number)
    _ = try scene.cancel(open.reversed().map(\.description), alice)
    let closed = scene.exchange.closedOrders(of: alice, page: HistoryPage(from: open[0]))
    #expect(closed.map(\.number) == open)
    #expect(scene.exchange.closedOrders(of: alice, page: HistoryPage(limit: 2)).map(\.number) == open.suffix(2))
    let others = scene.exchange.closedOrders(of: alice, in: Scene.other, page: HistoryPage())
    #expect(others.map(\.order.market) == Array(repeating: Scene.other, count: 4))
  }

  @Test mutating func `closed orders can be asked for without those that have not traded`() throws {
    let open = scene.exchange.openOrders(of: alice, page: HistoryPage()).map(\.number.description)
    _ = try scene.cancel(open, alice)
    let all = scene.exchange.closedOrders(of: alice, page: HistoryPage())
    let traded = scene.exchange.closedOrders(of: alice, onlyTraded: true, page: HistoryPage())
    #expect(traded == all.filter { $0.executedQuantity > .zero })
    #expect(traded.count < all.count)
  }

  @Test func `deposits, and single items, are found by their ids`() throws {
    let deposits = scene.exchange.deposits(of: alice, page: HistoryPage())
    #expect(deposits.count == 10)
    #expect(scene.exchange.deposits(of: alice, page: HistoryPage(from: deposits[8].sequence)) == Array(deposits[8...]))
    #expect(scene.exchange.deposit(deposits[1].sequence, of: alice) == deposits[1])
    #expect(scene.exchange.deposit(deposits[1].sequence, of: bob) == nil)
    #expect(scene.exchange.withdrawal(deposits[1].sequence, of: alice) == nil)
    #expect(scene.exchange.fill(fills[1].number, of: alice) == fills[1])
    #expect(scene.exchange.fill(fills[1].number, of: wallet(99)) == nil)
  }

  @Test mutating func `trades and candles have pages too`() {
    scene.wait(milliseconds: 3 * 60_000)
    scene.limit(.sell, "0.10000000", at: "90.00000000", bob)
    let trades = scene.exchange.trades(in: Scene.market, page: HistoryPage())
    #expect(trades.count == 11)
    #expect(scene.exchange.trades(in: Scene.market, page: HistoryPage(from: trades[9].number)) == Array(trades[9...]))
    let candles = scene.exchange.candles(in: Scene.market, minutes: 1, page: HistoryPage())
    #expect(candles.count == 2)
    #expect(
      scene.exchange.candles(in: Scene.market, minutes: 1, page: HistoryPage(start: candles[1].start)) == [candles[1]])
    #expect(
      scene.exchange.candles(in: Scene.market, minutes: 1, page: HistoryPage(start: candles[0].start, limit: 1))
        == [candles[0]])
  }

  @Test mutating func `a ring that has gone round is read from its oldest element`() {
    var ring = Ring<Int>(maximum: 3)
    for number in 1...5 { ring.append(number) }
    #expect(ring.indices.map { ring[$0] } == [3, 4, 5])
    #expect(ring.last == 5)
    ring.replaceLast(with: 6)
    #expect(ring.indices.map { ring[$0] } == [3, 4, 6])
    #expect(ring.total == 5)
  }
}
