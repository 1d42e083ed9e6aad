import EthereumPrimitives
import ExchangeAPI
import Ledger
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Signing
import Testing

@testable import ExchangeServer

/// The hub of a server in this process: whatever the server carries out goes through it.
@Suite("Who is told what")
struct SubscriptionHubTests {
  private static let market = MarketSymbol.eth
  private static let names: [Topic] = [.market(.trades, market), .market(.orderBook, market)]

  @Test("a subscriber is told what happens, in order, and once")
  func tells() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, trader) = (exchange.server.hub, RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      await hub.add(outlet)
      try await hub.subscribe(to: Self.names, confirming: [], outlet, cid: "1")
      try await hub.subscribe(to: Self.names, confirming: [], outlet, cid: "2")
      #expect(try outlet.takeNames() == ["subscriptions", "subscriptions"])
      for _ in 0..<3 { #expect(try await exchange.send(trader.order(exchange)).status == 200) }
      try await exchange.deliver()
      let sequences = try outlet.takeMessages().map { message -> UInt64? in
        if case .event(.book(let change)) = message { change.sequence } else { nil }
      }
      #expect(sequences == [1, 2, 3])
    }
  }

  @Test("nobody is told anything after leaving, or of what was unsubscribed from")
  func leaves() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, gone, trader) = (exchange.server.hub, RecordingOutlet(), RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      for outlet in [outlet, gone] {
        await hub.add(outlet)
        try await hub.subscribe(to: Self.names, confirming: [], outlet, cid: nil)
      }
      await hub.remove(gone)
      try await hub.unsubscribe(from: [NamedSubscription(.l2OrderBook)], markets: nil, outlet, cid: nil)
      _ = try (outlet.takeNames(), gone.takeNames())
      #expect(try await exchange.send(trader.order(exchange)).status == 200)
      try await exchange.deliver()
      #expect(try outlet.takeNames() == [])
      #expect(try gone.takeNames() == [])
      #expect(await hub.socketCount == 1)
      await hub.remove(outlet)
      #expect(!hub.isWanted)
    }
  }

  @Test("nothing is delivered to places that are held, until they are confirmed")
  func holds() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, trader) = (exchange.server.hub, RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      await hub.add(outlet)
      let topics: [Topic] = [.wallet(.orders, trader.wallet.address)]
      try await hub.reserve(topics, for: outlet, by: try await exchange.grant(of: trader))
      #expect(try await exchange.send(trader.order(exchange)).status == 200)
      try await exchange.deliver()
      #expect(try outlet.takeNames() == [])
      try await hub.subscribe(to: [], confirming: topics, outlet, cid: nil)
      #expect(try await exchange.send(trader.order(exchange)).status == 200)
      try await exchange.deliver()
      #expect(try outlet.takeNames() == ["subscriptions", "orders"])
    }
  }

  @Test("a place whose key is revoked while it is held is not confirmed")
  func revokedWhileHeld() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, trader) = (exchange.server.hub, RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      await hub.add(outlet)
      let topics: [Topic] = [.wallet(.orders, trader.wallet.address)]
      try await hub.reserve(topics, for: outlet, by: try await exchange.grant(of: trader))
      #expect(try await exchange.send(trader.revocation(exchange)).status == 200)
      try await exchange.deliver()
      await #expect(throws: CallFailure.self) {
        try await hub.subscribe(to: [], confirming: topics, outlet, cid: nil)
      }
      #expect(try outlet.takeNames() == [])
      #expect(!hub.isWanted)
    }
  }

  @Test("a grant ends with the entry that revokes its key, before the events of that entry")
  func revokedLater() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, trader) = (exchange.server.hub, RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      #expect(try await exchange.send(trader.order(exchange)).status == 200)
      try await exchange.subscribe(outlet, to: trader)
      #expect(try await exchange.send(trader.revocation(exchange, openOrders: .cancel)).status == 200)
      try await exchange.deliver()
      #expect(try outlet.takeNames() == ["subscriptions", "INVALID_API_KEY"])
      #expect(!hub.isWanted)
    }
  }

  @Test("a grant ends with its key's time, although nothing happens; the end is outside")
  func expires() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet, trader) = (exchange.server.hub, RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      try await exchange.subscribe(outlet, to: trader)
      let end = try #require(try await exchange.grant(of: trader).sessionKey).expiresAt
      await hub.endExpired(at: try #require(Timestamp(milliseconds: end.milliseconds - 1)))
      #expect(try outlet.takeNames() == ["subscriptions"])
      await hub.endExpired(at: end)
      #expect(try outlet.takeNames() == ["INVALID_API_KEY"])
    }
  }

  @Test("one key's revocation leaves what another key of the wallet is told")
  func otherKey() async throws {
    try await TestExchange.run { exchange in
      let (outlet, trader) = (RecordingOutlet(), try Trader(seed: 1))
      _ = try await trader.begin(exchange)
      try await exchange.subscribe(outlet, to: trader)
      let other = try Trader(seed: 2)
      _ = try await other.begin(exchange)
      #expect(try await exchange.send(other.revocation(exchange)).status == 200)
      #expect(try await exchange.send(trader.order(exchange)).status == 200)
      try await exchange.deliver()
      #expect(try outlet.takeNames() == ["subscriptions", "orders"])
    }
  }

  @Test("a hub that cannot keep up closes every socket, and nobody misses anything unknowingly")
  func fallsBehind() async throws {
    let hub = SubscriptionHub(logger: TestExchange.logger, batchesWaitingMaximum: 2)
    let outlet = RecordingOutlet()
    await hub.add(outlet)
    for _ in 0..<3 { hub.publish([]) }
    await hub.deliver([])
    #expect(outlet.closing == .behind)
  }

  @Test("a socket has at most so many subscriptions, and one too many changes nothing")
  func limit() async throws {
    let (hub, outlet) = (SubscriptionHub(logger: TestExchange.logger), RecordingOutlet())
    await hub.add(outlet)
    func topics(_ range: Range<Int>) throws -> [Topic] {
      try range.map { .market(.trades, try MarketSymbol("A\($0)-USD")) }
    }
    let maximum = ServerLimits.topicsPerSocketMaximum
    try await hub.subscribe(to: topics(0..<maximum), confirming: [], outlet, cid: nil)
    await #expect(throws: CallFailure.self) {
      try await hub.subscribe(to: topics(maximum..<maximum + 1), confirming: [], outlet, cid: nil)
    }
    try await hub.subscribe(to: topics(0..<2), confirming: [], outlet, cid: nil)
    #expect(try outlet.takeNames() == ["subscriptions", "subscriptions"])
  }

  @Test("tickers and candles are told of markets that have changed, once for each tick")
  func ticks() async throws {
    try await TestExchange.run { exchange in
      let (hub, outlet) = (SubscriptionHub(logger: TestExchange.logger), RecordingOutlet())
      _ = try await Trader(seed: 1).begin(exchange)
      var entries = exchange.server.ledger.allEntries(from: 1).makeAsyncIterator()
      let entry = try #require(try await entries.next())
      let now = exchange.now
      await hub.add(outlet)
      try await hub.subscribe(
        to: [.market(.tickers, .eth), .market(.tickers, .btc)], confirming: [], outlet, cid: nil)
      let quote = MarketQuote(bid: nil, ask: nil, lastPrice: nil, indexPrice: nil)
      func tick() async {
        await hub.tick(
          { market in exchange.server.replica.read { $0.statistics(of: market, at: now) }.map { Ticker($0, now: now) }
          },
          { _, _ in nil })
      }
      await hub.deliver([AppliedEntry(entry: entry, events: [], quotes: [.eth: quote])])
      await tick()
      await tick()
      #expect(try outlet.takeNames() == ["subscriptions", "tickers"])
    }
  }
}

extension MarketSymbol {
  static let eth = known("ETH-USD")
  static let btc = known("BTC-USD")

  private static func known(_ name: String) -> MarketSymbol {
    do { return try MarketSymbol(name) } catch { fatalError("\(error)") }
  }
}

extension TestExchange {
  /// Tells subscribers of everything that was carried out.
  func deliver() async throws {
    while server.hub.batchesWaiting > 0 { await Task.yield() }
  }

  func grant(of trader: Trader) async throws -> Grant {
    Grant(wallet: trader.wallet.address, sessionKey: server.ledger.sessionKeys.record(of: trader.key.address))
  }

  /// Subscribes to a wallet's orders by its session key.
  func subscribe(_ outlet: RecordingOutlet, to trader: Trader) async throws {
    let topics: [Topic] = [.wallet(.orders, trader.wallet.address)]
    await server.hub.add(outlet)
    try await server.hub.reserve(topics, for: outlet, by: grant(of: trader))
    try await server.hub.subscribe(to: [], confirming: topics, outlet, cid: nil)
  }
}
