import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing

/// Besides, every request that another test of the contract admits by itself is checked first, see ``World/admit(_:)``.
@Suite("Contract of every ledger: asking without doing")
struct CheckContract {
  @Test("what would be admitted can be asked for as often as one likes, and is admitted then", arguments: Stores.all)
  func admitted(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let scope = try SessionKeyScope(permission: .trade, maximumDailyValue: .one)
      try await world.admit(world.authorization(of: trader, scope: scope))
      let order = try world.authenticate(world.order(of: trader))
      let before = try await Picture(of: world.ledger, key: trader.key)
      for _ in 0..<3 { #expect(try await world.ledger.check(order).orderValue == .one) }
      #expect(try await Picture(of: world.ledger, key: trader.key) == before)
      _ = try await world.ledger.admit(order)
      await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.ledger.check(order) }
    }
  }

  @Test("what would be refused is refused for the same reason, and not counted", arguments: Stores.all)
  func refused(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (trader, stranger) = (try Trader(seed: 1), try Trader(seed: 2))
      let authorization = try world.authorization(of: trader)
      try await world.admit(authorization)
      let order = try world.authenticate(world.order(of: trader))
      let revocation = try world.authenticate(world.revocation(of: trader))
      #expect(try await world.ledger.check(revocation).now == world.clock.now)
      _ = try await world.ledger.admit(revocation)
      let before = try await Picture(of: world.ledger, key: trader.key)
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.ledger.check(order) }
      let price = try world.authenticate(world.indexPrice("1.00000000", by: stranger))
      await #expect(throws: LedgerError.indexPricePublisherNotAppointed) { try await world.ledger.check(price) }
      #expect(try await Picture(of: world.ledger, key: trader.key) == before)
    }
  }

  @Test("a key of another ledger is none", arguments: Stores.all)
  func anotherLedger(store: any LedgerStore) async throws {
    let trader = try Trader(seed: 1)
    let order = Shared<AuthenticatedRequest?>(nil)
    try await World.run(store) { world in
      try await world.admit(world.authorization(of: trader))
      let authenticated = try world.authenticate(world.order(of: trader))
      order.change { $0 = authenticated }
    }
    let foreign = try #require(order.value)
    try await World.run(store) { world in
      await #expect(throws: Refusal.sessionKeyUnknown) { try await world.ledger.check(foreign) }
      await #expect(throws: Refusal.sessionKeyUnknown) { try await world.ledger.admit(foreign) }
      let status = try await world.ledger.status(of: trader.key)
      #expect(status == nil)
    }
  }
}

/// What can be seen of a ledger and one of its keys.
private struct Picture: Equatable {
  let latestSequence: UInt64
  let status: SessionKeyStatus?

  init(of ledger: any Ledger, key: Address) async throws {
    latestSequence = try await ledger.latestSequence()
    status = try await ledger.status(of: key)
  }
}
