import Ledger
import PerpsProtocol
import SessionKeys
import Testing

/// Besides, every other test of the contract ends with the hook having seen all entries, see ``World/run(_:policy:requestsWaitingMaximum:_:)``.
@Suite("Contract of every ledger: what is told of commits")
struct CommitContract {
  @Test("an entry was told of before it is answered", arguments: Stores.all)
  func beforeTheAnswer(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let orders = try (0..<128).map { _ in try world.authenticate(world.order(of: trader)) }
      let (ledger, commits) = (world.ledger, world.commits)
      let late = await withTaskGroup(of: Bool.self) { group in
        for order in orders {
          group.addTask { (try? await ledger.admit(order)).map { !commits.entries.contains($0) } ?? true }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(late == 0)
    }
  }

  @Test("refusals between entries, revocations and custody attempts leave no gap", arguments: Stores.all)
  func mixture(store: any LedgerStore) async throws {
    let policy = AdmissionPolicy(
      walletNonceAgeMaximum: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000,
      custodyAttemptRevokesKey: true)
    try await World.run(store, policy: try #require(policy)) { world in
      let traders = try (0..<4).map { try Trader(seed: UInt8($0)) }
      for trader in traders { try await world.admit(world.authorization(of: trader)) }
      let orders = try traders.flatMap { trader in
        try (0..<32).map { _ in try world.authenticate(world.order(of: trader)) }
      }
      let theft = try #require(try world.attempt(world.withdrawal(from: traders[0])))
      let ledger = world.ledger
      async let attempt = ledger.recordCustodyAttempt(theft)
      let results = await outcomes(of: orders + orders, in: world)
      let revocation = try #require(try await attempt.revocation)
      #expect(world.commits.entries.contains(revocation))
      #expect(results.contains { $0 != nil })
      try await world.restart()
      try await world.admit(world.deposit(by: traders[1]))
    }
  }
}
