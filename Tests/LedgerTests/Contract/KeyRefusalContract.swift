import Ledger
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@Suite("Contract of every ledger: refusals and counts of session keys")
struct KeyRefusalContract {
  @Test("what a key signed and the rules refused is counted, with the last reason", arguments: Stores.all)
  func counted(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      #expect(try await world.ledger.status(of: trader.key)?.refusals == nil)
      let order = try world.order(of: trader)
      try await world.admit(order)
      let replays = try [AuthenticatedRequest](repeating: world.authenticate(order), count: 64)
      _ = await outcomes(of: replays, in: world)
      world.clock.advance(milliseconds: 100)
      try await world.admit(world.revocation(of: trader))
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(world.order(of: trader)) }
      try await world.restart()
      let status = try #require(try await world.ledger.status(of: trader.key))
      #expect(status.refusals?.count == 65)
      #expect(status.refusals?.lastCode == .sessionKeyRevoked)
      #expect(status.refusals?.lastTime == world.clock.now)
      #expect(status.actionCount == 1)
      #expect(try await world.ledger.sessions(of: trader.wallet) == [status])
    }
  }

  @Test("a key is refused, and that is counted, also after its expiry", arguments: Stores.all)
  func expired(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      world.clock.advance(milliseconds: SessionKeyAuthorization.lifetimeMillisecondsMaximum)
      await #expect(throws: Refusal.self) { try await world.admit(world.order(of: trader)) }
      #expect(try await world.ledger.status(of: trader.key)?.refusals?.lastCode == .sessionKeyExpired)
    }
  }

  @Test("what others sign is not counted against a key", arguments: Stores.all)
  func others(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (trader, other) = (try Trader(seed: 1), try Trader(seed: 1, key: 1))
      let authorization = try world.authorization(of: trader)
      try await world.admit(authorization)
      try await world.admit(world.authorization(of: other))
      await #expect(throws: Refusal.self) { try await world.admit(authorization) }
      let revocation = try world.revocation(of: trader)
      try await world.admit(revocation)
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(revocation) }
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.admit(world.order(of: trader)) }
      #expect(try await world.ledger.status(of: trader.key)?.refusals?.count == 1)
      #expect(try await world.ledger.status(of: other.key)?.refusals == nil)
      #expect(try await world.ledger.status(of: trader.wallet) == nil)
    }
  }

  @Test("keys are counted: registered, revoked in whichever way, active until their expiry", arguments: Stores.all)
  func counts(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      func expect(_ registered: UInt64, _ revoked: UInt64, _ active: UInt64, at now: Timestamp) async throws {
        let counts = try await world.ledger.sessionKeyCounts(at: now)
        #expect([counts.registered, counts.revoked, counts.active] == [registered, revoked, active])
      }
      let now = world.clock.now
      try await expect(0, 0, 0, at: now)
      let traders = try (0..<8).map { try Trader(seed: UInt8($0 / 4), key: UInt8($0)) }
      for trader in traders { try await world.admit(world.authorization(of: trader)) }
      try await expect(8, 0, 8, at: now)
      try await world.admit(world.revocation(of: traders[0]))
      try await expect(8, 1, 7, at: now)
      try await world.admit(world.revocationOfAll(by: traders[0]))
      try await expect(8, 4, 4, at: now)
      try await world.admit(world.order(of: traders[4]))
      try await world.restart()
      try await expect(8, 4, 4, at: now)
      let expiry = try #require(try await world.ledger.record(of: traders[7].key)).expiresAt
      try await expect(8, 4, 0, at: expiry)
      try await expect(8, 4, 4, at: try #require(Timestamp(milliseconds: expiry.milliseconds - 1)))
    }
  }
}
