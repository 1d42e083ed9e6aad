import ExchangeAPI
import ExchangeClient
import Foundation
import PerpsProtocol
import SandboxMarketMaker
import SessionKeys
import Signing
import Synchronization
import Testing

@Suite("The market maker against a server")
struct MarketMakerTests {
  private static let markets = ["BTC-USD", "ETH-USD", "SOL-USD"]

  private func books(_ exchange: Exchange) async throws -> [OrderBook] {
    var books: [OrderBook] = []
    for name in Self.markets { books.append(try await exchange.orderBook(of: MarketSymbol(name))) }
    return books
  }

  @Test("after its first step every market has an index price and quotes on both sides of it")
  func firstStep() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      let reports = Reports()
      try await sandbox.maker(makers: [Sandbox.wallet(1), Sandbox.wallet(2)], report: reports.add).step()
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      for book in try await books(exchange) {
        #expect(book.bids.count == 4 && book.asks.count == 4)
        let index = try #require(book.indexPrice)
        #expect(book.bids[0].price < index && index < book.asks[0].price)
      }
      #expect(reports.events.count == 2)
    }
  }

  @Test("a newcomer's market order fills, and the maker quotes anew against its inventory")
  func marketOrder() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      let maker = sandbox.maker()
      try await maker.step()
      let trader = try await sandbox.trader(9)
      let market = try MarketSymbol("ETH-USD")
      let before = try await trader.exchange.orderBook(of: market)
      let order = try await trader.place(.market(.buy, "90.00000000", of: "ETH-USD"))
      #expect(order.status == .filled && order.fills?.isEmpty == false)
      try await maker.step()
      let after = try await trader.exchange.orderBook(of: market)
      #expect(after.asks.count == 4 && after.bids.count == 4)
      #expect(after.asks[0].price > before.bids[0].price)
      #expect(after.asks.map(\.size.pips).reduce(0, +) > before.asks[3].size.pips)
    }
  }

  @Test("an order that the index price has passed is filled")
  func passedOrder() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      let maker = sandbox.maker { $0.startPrices = $0.startPrices.filter { $0.key.text == "ETH-USD" } }
      try await maker.step()
      let trader = try await sandbox.trader(9)
      let bid = try await trader.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "2001.00000000"))
      guard bid.status == .open else { return }
      // The price falls under the order's.
      let falling = sandbox.maker { configuration in
        configuration.startPrices = [:]
        if let market = try? MarketSymbol("ETH-USD") { configuration.startPrices[market] = try? Pips("1850.00000000") }
      }
      try await falling.step()
      #expect(try await trader.account.order(.order(bid.orderID)).status == .filled)
    }
  }

  @Test("while nothing happens, a step adds an index price for each market and nothing else")
  func growth() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      // The steps of a walk are at most 0.03 %: the first two cannot move a centre by 0.06 %.
      let maker = sandbox.maker()
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      try await maker.step()
      let market = try MarketSymbol("ETH-USD")
      let first = try await exchange.publishIndexPrice(
        try Pips("2000.00000000"), of: market, authorizedBy: Sandbox.publisher)
      try await maker.step()
      let second = try await exchange.publishIndexPrice(
        try Pips("2000.00000000"), of: market, authorizedBy: Sandbox.publisher)
      #expect(second.sequence - first.sequence == 4)
    }
  }

  @Test("it adds about six entries in a step of three seconds, quoting anew among them")
  func growthWithQuotes() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      let maker = sandbox.maker(seed: 7)
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      try await maker.step()
      let (market, price) = (try MarketSymbol("SOL-USD"), try Pips("150.00000000"))
      let first = try await exchange.publishIndexPrice(price, of: market, authorizedBy: Sandbox.publisher)
      for _ in 0..<60 { try await maker.step() }
      let last = try await exchange.publishIndexPrice(price, of: market, authorizedBy: Sandbox.publisher)
      let entries = last.sequence - first.sequence - 1
      #expect(entries > 60 * 3 && entries <= 60 * 7, "\(entries)")
    }
  }

  @Test("another process of the same wallets goes on: old keys are revoked, old quotes are gone, prices do not jump")
  func restart() async throws {
    let directory = Sandbox.newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let price = Mutex<Pips?>(nil)
    try await Sandbox.run(in: directory) { sandbox in
      let maker = sandbox.maker(seed: 3)
      for _ in 0..<5 { try await maker.step() }
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      let details = try await exchange.markets(MarketSymbol("BTC-USD"))
      price.withLock { $0 = details.first?.indexPrice }
    }
    try await Sandbox.run(in: directory) { sandbox in
      try await sandbox.maker(seed: 4).step()
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      #expect(try await books(exchange).allSatisfy { $0.bids.count == 4 && $0.asks.count == 4 })
      let now = try #require(try await exchange.markets(MarketSymbol("BTC-USD")).first?.indexPrice)
      let before = try #require(price.withLock { $0 })
      let moved = try #require(max(now, before).subtracting(min(now, before)))
      #expect(try moved <= Pips("45.00000000"))
    }
  }

  @Test("a key that somebody revokes is replaced, and the markets are quoted again")
  func revokedKey() async throws {
    try await Sandbox.inNewDirectory { sandbox in
      let exchange = try await Exchange.connect(to: sandbox.endpoint)
      let reports = Reports()
      let steps = Mutex(0)
      let maker = sandbox.maker(
        { configuration in
          configuration.sleep = { _ in
            let step = steps.withLock { count in
              count += 1
              return count
            }
            if step == 1 {
              _ = try await exchange.revokeAllSessionKeys(authorizedBy: Sandbox.publisher)
            } else if step == 4 {
              throw CancellationError()
            }
          }
        }, report: reports.add)
      await maker.run()
      let (ready, failed) = (reports.events.filter { $0.isReady }.count, reports.events.filter { $0.isFailure }.count)
      #expect(ready == 2 && failed == 1)
      #expect(try await books(exchange).allSatisfy { $0.bids.count == 4 && $0.asks.count == 4 })
    }
  }

  @Test("without a server it waits longer each time, up to the limit")
  func backoff() async throws {
    let pauses = Mutex<[Duration]>([])
    var configuration = MarketMakerConfiguration()
    configuration.pauseAfterFailureMaximum = .seconds(1)
    configuration.sleep = { pause in
      let count = pauses.withLock { pauses in
        pauses.append(pause)
        return pauses.count
      }
      if count == 5 { throw CancellationError() }
    }
    // Port 1 is nobody's.
    let maker = SandboxMarketMaker(
      exchange: try .url("http://127.0.0.1:1"), publisher: Sandbox.publisher, seed: 1, configuration: configuration)
    await maker.run()
    #expect(pauses.withLock { $0 } == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(1), .seconds(1)])
  }
}

extension MarketMakerEvent {
  fileprivate var isReady: Bool { if case .ready = self { true } else { false } }
  fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}
