import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization
import Testing

@Suite("The client against a server, through a proxy that cuts connections", .serialized, .timeLimit(.minutes(2)))
struct StreamingTests {
  private static func market() throws -> MarketSymbol { try MarketSymbol("ETH-USD") }

  /// Orders of one trader and of another that meets them: 24 fills of the first, on both sides of the book.
  private func trade(_ maker: Session, _ taker: Session) async throws {
    for round in 1...8 {
      let order = try await maker.place(.limit(.buy, "3.00000000", of: "ETH-USD", at: "1999.00000000"))
      let other = try await maker.place(.limit(.buy, "1.00000000", of: "ETH-USD", at: "1998.00000000"))
      _ = try await taker.place(.market(.sell, "1.00000000", of: "ETH-USD"))
      _ = try await taker.place(.market(.sell, "1.00000000", of: "ETH-USD"))
      _ = try await maker.cancel(other)
      if round.isMultiple(of: 2) {
        _ = try await maker.cancel(order)
      } else {
        _ = try await taker.place(.limit(.sell, "1.00000000", of: "ETH-USD", at: "1999.00000000"))
      }
      _ = try await taker.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "2001.00000000"))
      _ = try await maker.place(.market(.sell, "0.50000000", of: "ETH-USD"))
    }
  }

  @Test("every fill comes once and in order, and orders end as they are", arguments: [1, 2, 3, 5, 8, nil] as [Int?])
  func orderUpdates(cuttingAfter messages: Int?) async throws {
    try await Sandbox.run { sandbox in
      let (maker, taker) = (try await sandbox.trader(1), try await sandbox.trader(2))
      // What was before is not told.
      try await self.trade(maker, taker)
      let past = try await maker.account.fills(page: ReadPage(limit: 1_000)).count
      let proxy = try await CuttingProxy(to: sandbox.port, cuttingAfter: messages)
      let listener = try await sandbox.session(maker, over: sandbox.connect(port: proxy.port))

      let (connected, signal) = AsyncStream.makeStream(of: Void.self)
      let listening = Task {
        var (fills, orders) = ([FillDetails](), [OrderID: OrderDetails]())
        for try await element in listener.orderUpdates() {
          switch element {
          case .connected: signal.yield()
          case .value(.fill(let fill)): fills.append(fill)
          case .value(.order(let order, _)): orders[order.orderID] = order
          case .gap(let gap): Issue.record("\(gap)")
          case .disconnected: break
          }
          // The last order of all says that everything was told.
          if orders.values.contains(where: { $0.clientOrderID?.text == "last" }) { break }
        }
        return (fills, orders)
      }
      _ = await connected.first { true }
      try await self.trade(maker, taker)
      _ = try await maker.place(
        .limit(.buy, "1.00000000", of: "ETH-USD", at: "1000.00000000", clientOrderID: "last"))
      let (fills, orders) = try await listening.value

      let expected = try await maker.account.fills(page: ReadPage(limit: 1_000)).dropFirst(past)
      #expect(fills.map(\.fillID) == expected.map(\.fillID))
      #expect(fills.map(\.orderID) == expected.map(\.orderID) && fills.map(\.fee) == expected.map(\.fee))
      for (id, order) in orders {
        let now = try await maker.account.order(.order(id))
        #expect(order.status == now.status && order.executedQuantity == now.executedQuantity, "order \(id)")
      }
      if messages != nil { #expect(proxy.cuts > 2) }
      try await proxy.close()
    }
  }

  @Test("every trade comes once and in order, and the book is what it is", arguments: [1, 2, 4])
  func marketData(cuttingAfter messages: Int) async throws {
    try await Sandbox.run { sandbox in
      let (maker, taker) = (try await sandbox.trader(1), try await sandbox.trader(2))
      let proxy = try await CuttingProxy(to: sandbox.port, cuttingAfter: messages)
      let market = try Self.market()
      let exchange = try await sandbox.connect(port: proxy.port)
      let (connected, signal) = AsyncStream.makeStream(of: Void.self)
      let last = Mutex<UInt64?>(nil)
      let trades = Task {
        var sequences: [UInt64] = []
        for try await element in exchange.tradeUpdates(in: market) {
          if element == .connected { signal.yield() }
          if let trade = element.value { sequences.append(trade.sequence) }
          if let last = last.withLock({ $0 }), sequences.last == last { break }
        }
        return sequences
      }
      _ = await connected.first { true }
      try await self.trade(maker, taker)
      let history = try await maker.exchange.trades(in: market, page: ReadPage(limit: 1_000))
      last.withLock { $0 = history.last.map { $0.sequence + 1 } }
      // The last trade ends the loop.
      _ = try await maker.place(.limit(.buy, "1.00000000", of: "ETH-USD", at: "1999.00000000"))
      _ = try await taker.place(.market(.sell, "1.00000000", of: "ETH-USD"))
      #expect(try await trades.value == (1...UInt64(history.count + 1)).map { $0 })

      let now = try await maker.exchange.orderBook(of: market)
      for try await element in exchange.orderBookUpdates(of: market) where element.value?.sequence == now.sequence {
        #expect(element.value == now)
        break
      }
      try await proxy.close()
    }
  }

  /// What the client says of an order.
  private enum Fate {
    case placed(ClientOrderID)
    case unknown(ClientOrderID)
    case neverSent

    init(of draft: OrderDraft, by session: Session) async {
      do throws(ExchangeError) {
        self = try await session.place(draft).clientOrderID.map { .placed($0) } ?? .neverSent
      } catch {
        if case .fateUnknown(let fate) = error, let id = fate.clientOrderID {
          self = .unknown(id)
        } else {
          if case .notReachable = error {} else { Issue.record("\(error)") }
          self = .neverSent
        }
      }
    }
  }

  @Test("what is said of an order over a socket that is cut is true", arguments: [1, 2, 3, 7])
  func trading(cuttingAfter messages: Int) async throws {
    try await Sandbox.run { sandbox in
      let trader = try await sandbox.trader(1)
      let proxy = try await CuttingProxy(to: sandbox.port, cuttingAfter: messages)
      let session = try await sandbox.session(trader, over: sandbox.connect(port: proxy.port)).overSocket()
      let draft = try OrderDraft.limit(.buy, "0.10000000", of: "ETH-USD", at: "1900.00000000")
      let fates = await withTaskGroup(of: [Fate].self) { group in
        for _ in 1...4 {
          group.addTask {
            var fates: [Fate] = []
            for _ in 1...10 { fates.append(await Fate(of: draft, by: session)) }
            return fates
          }
        }
        return await group.reduce(into: []) { $0 += $1 }
      }
      let placed = fates.compactMap { if case .placed(let id) = $0 { id } else { nil } }
      let unknown = fates.compactMap { if case .unknown(let id) = $0 { id } else { nil } }
      let open = try await trader.account.orders(page: ReadPage(limit: 1_000)).compactMap(\.clientOrderID)
      #expect(Set(open).count == open.count, "no order was placed twice")
      #expect(Set(open).isSuperset(of: placed))
      #expect(Set(open).subtracting(placed).isSubset(of: unknown))
      #expect(proxy.cuts > 0)
      try await proxy.close()
    }
  }

  @Test("a stream of orders ends when its key is revoked, through a cutting proxy, too", arguments: [nil, 1] as [Int?])
  func revoked(cuttingAfter messages: Int?) async throws {
    try await Sandbox.run { sandbox in
      let trader = try await sandbox.trader(1)
      let proxy = try await CuttingProxy(to: sandbox.port, cuttingAfter: messages)
      let session = try await sandbox.session(trader, over: sandbox.connect(port: proxy.port))
      var isRevoked = false
      do {
        for try await element in session.orderUpdates() where element == .connected && !isRevoked {
          isRevoked = true
          _ = try await sandbox.connect().revoke(sessionKey: trader.key.address, authorizedBy: Sandbox.wallet(1))
        }
        Issue.record("it has not ended")
      } catch let error as ExchangeError {
        #expect(error.code == .exchange(.invalidAPIKey))
      }
      try await proxy.close()
    }
  }

  @Test("a session is renewed while it trades, and what rests stays")
  func renewal() async throws {
    try await Sandbox.run { sandbox in
      let old = try await sandbox.trader(1)
      let draft = try OrderDraft.limit(.buy, "0.10000000", of: "ETH-USD", at: "1900.00000000")
      let current = Mutex<Session?>(old)
      let count = Mutex(0)
      let trading = Task {
        while let session = current.withLock({ $0 }) {
          _ = try await session.place(draft)
          count.withLock { $0 += 1 }
        }
      }
      while count.withLock({ $0 }) < 5 { try await Task.sleep(for: .milliseconds(1)) }
      let new = try await old.exchange.renew(old, authorizedBy: Sandbox.wallet(1))
      current.withLock { $0 = new }
      let before = count.withLock { $0 }
      while count.withLock({ $0 }) < before + 5 { try await Task.sleep(for: .milliseconds(1)) }
      _ = try await old.end(openOrders: .keep)
      current.withLock { $0 = nil }
      try await trading.value
      let open = try await new.account.orders(page: ReadPage(limit: 1_000))
      #expect(open.count == count.withLock { $0 })
      #expect(Set(open.map(\.delegatedKey)) == [old.key.address, new.key.address])
      #expect(try await new.cancelAll().count == open.count)
    }
  }
}
