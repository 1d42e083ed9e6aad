import Ledger
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@Suite("Contract of every ledger: session keys and revocation")
struct RevocationContract {
  @Test("a registered key has the record that the rules gave it", arguments: Stores.all)
  func record(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      #expect(try await world.ledger.record(of: trader.key) == nil)
      let scope = try SessionKeyScope(
        permission: .reduceOnly, markets: [MarketSymbol("ETH-USD")], maximumDailyValue: .one)
      let authorization = try world.authorization(of: trader, scope: scope, name: "laptop")
      let entry = try await world.admit(authorization)
      let record = try #require(try await world.ledger.record(of: trader.key))
      #expect(record.publicKey == trader.sessionKey.publicKey)
      #expect(record.scope == scope)
      #expect(record.name?.text == "laptop")
      #expect(record.wallet == trader.wallet)
      #expect(record.authorizationNonce == entry.action.nonce)
      try await world.restart()
      #expect(try await world.ledger.record(of: trader.key) == record)
      #expect(world.ledger.sessionKeys.record(of: trader.key) == record)
    }
  }

  @Test("nothing of a key follows its revocation, whatever is submitted meanwhile", arguments: Stores.all)
  func revocationIsFinal(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let (tasks, each) = (64, 8)
      let orders = try (0..<tasks).map { _ in
        try (0..<each).map { _ in try world.authenticate(world.order(of: trader)) }
      }
      let late = try (0..<tasks).map { _ in try world.authenticate(world.order(of: trader)) }
      let revocation = try world.authenticate(world.revocation(of: trader))
      let ledger = world.ledger
      let revoked = Shared<UInt64?>(nil)
      let admitted = await withTaskGroup(of: [UInt64].self) { group in
        for (task, orders) in orders.enumerated() {
          group.addTask {
            var sequences: [UInt64] = []
            for (index, order) in orders.enumerated() {
              if let entry = try? await ledger.admit(order) { sequences.append(entry.sequence) }
              guard task == 0 && index == each / 2 else { continue }
              let entry = try? await ledger.admit(revocation)
              revoked.change { $0 = entry?.sequence }
            }
            return sequences
          }
        }
        return await group.reduce(into: []) { $0 += $1 }
      }
      let sequence = try #require(revoked.value)
      #expect(!admitted.isEmpty && admitted.count < tasks * each)
      #expect(admitted.allSatisfy { $0 < sequence })
      #expect(await outcomes(of: late, in: world) == [Refusal?](repeating: .sessionKeyRevoked, count: tasks))
      for try await entry in ledger.allEntries(from: sequence + 1) { #expect(entry.actor.sessionKey == nil) }
      try await world.restart()
      let more = try (0..<4).map { _ in try world.authenticate(world.order(of: trader)) }
      #expect(await outcomes(of: more, in: world) == [Refusal?](repeating: .sessionKeyRevoked, count: 4))
    }
  }

  @Test("orders and the revocation in one batch are judged in their order", arguments: Stores.all)
  func oneBatch(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let requests = try (0..<40).map { index in
        try world.authenticate(index == 20 ? world.revocation(of: trader) : world.order(of: trader))
      }
      let results = await outcomes(of: requests, in: world)
      let admitted = results.filter { $0 == nil }.count
      #expect(results.compactMap { $0 } == [Refusal](repeating: .sessionKeyRevoked, count: 40 - admitted))
      #expect(try await world.ledger.latestSequence() == UInt64(1 + admitted))
    }
  }

  @Test("a revoked address never comes back, also when its nonces were forgotten", arguments: Stores.all)
  func neverAgain(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (trader, other) = (try Trader(seed: 1), try Trader(seed: 2))
      let authorization = try world.authorization(of: trader)
      try await world.admit(authorization)
      try await world.admit(world.revocation(of: trader))
      world.clock.advance(milliseconds: 3_600_000)
      try await world.restart()
      try await world.admit(world.deposit(by: other))
      for request in [authorization, try world.authorization(of: trader)] {
        await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(request) }
      }
    }
  }

  @Test("an address that is a key already is not registered again, nor in the same batch", arguments: Stores.all)
  func registeredOnce(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let requests = try (0..<8).map { _ in try world.authenticate(world.authorization(of: trader)) }
      let results = await outcomes(of: requests, in: world)
      #expect(results.compactMap { $0 } == [Refusal](repeating: .sessionKeyAlreadyAuthorized, count: 7))
    }
  }

  @Test("a revocation of all keys ends those authorised before it, and refuses them ever after", arguments: Stores.all)
  func revokeAll(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (first, second, third) = (
        try Trader(seed: 1), try Trader(seed: 1, key: 1), try Trader(seed: 1, key: 2)
      )
      try await world.admit(world.authorization(of: first))
      let unseen = try world.authorization(of: second)
      let sequence = try await world.admit(world.revocationOfAll(by: first)).sequence
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(world.order(of: first)) }
      await #expect(throws: Refusal.authorizationRevokedInAdvance) { try await world.admit(unseen) }
      try await world.restart()
      await #expect(throws: Refusal.authorizationRevokedInAdvance) { try await world.admit(unseen) }
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(world.revocation(of: first)) }
      try await world.admit(world.authorization(of: third))
      try await world.admit(world.order(of: third))
      let sessions = try await world.ledger.sessions(of: first.wallet)
      #expect(sessions.map(\.record.address) == [third.key, first.key])
      #expect(sessions.map(\.revocation?.sequence) == [nil, sequence])
    }
  }

  @Test("a revocation of all keys that was signed earlier takes nothing of a later one back", arguments: Stores.all)
  func revokeAllOutOfOrder(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (trader, second) = (try Trader(seed: 1), try Trader(seed: 1, key: 1))
      try await world.admit(world.authorization(of: trader))
      let early = try world.revocationOfAll(by: trader, nonce: world.nonce(milliseconds: -60_000))
      let between = try world.authorization(of: second, nonce: world.nonce(milliseconds: -30_000))
      let late = try await world.admit(world.revocationOfAll(by: trader))
      try await world.admit(early)
      await #expect(throws: Refusal.authorizationRevokedInAdvance) { try await world.admit(between) }
      #expect(try await world.ledger.sessions(of: trader.wallet).map(\.revocation) == [late.moment])
    }
  }

  @Test("a revocation of all keys counts for the rest of its batch", arguments: Stores.all)
  func revokeAllInOneBatch(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let requests = try (0..<40).map { index in
        try world.authenticate(index == 20 ? world.revocationOfAll(by: trader) : world.order(of: trader))
      }
      let results = await outcomes(of: requests, in: world)
      var revoked: UInt64?
      for try await entry in world.ledger.allEntries() {
        if case .revokeAllSessionKeys = entry.action { revoked = entry.sequence }
        if let revoked, entry.sequence > revoked { Issue.record("entry \(entry.sequence) follows the revocation") }
      }
      #expect(results.compactMap { $0 }.allSatisfy { $0 == .sessionKeyRevoked })
    }
  }
}
