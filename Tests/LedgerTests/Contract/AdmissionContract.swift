import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@Suite("Contract of every ledger: admission")
struct AdmissionContract {
  @Test("entries are numbered from 1 without gaps, refusals in between", arguments: Stores.all)
  func gapFree(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      #expect(try await world.ledger.latestSequence() == 0)
      #expect(try await world.admit(world.authorization(of: trader)).sequence == 1)
      let order = try world.order(of: trader)
      #expect(try await world.admit(order).sequence == 2)
      await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.admit(order) }
      #expect(try await world.admit(world.order(of: trader)).sequence == 3)
      #expect(try await world.ledger.latestSequence() == 3)
    }
  }

  @Test("an entry is what was answered, and what is read", arguments: Stores.all)
  func entriesAreRead(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let requests = [
        try world.authorization(of: trader, name: "laptop"), try world.deposit(by: trader),
        try world.indexPrice("2000.00000000", by: world.publisher), try world.revocation(of: trader),
      ]
      var answered: [LedgerEntry] = []
      for request in requests { answered.append(try await world.admit(request)) }
      #expect(answered.map(\.request) == requests)
      #expect(answered.allSatisfy { $0.time == world.clock.now && $0.actor == .wallet && $0.kind == .admission })
      #expect(try await world.ledger.entries(from: 1, limit: 10) == answered)
      #expect(try await world.ledger.entries(from: 2, limit: 2) == Array(answered[1...2]))
      #expect(try await world.ledger.entries(from: 5, limit: 10) == [])
      #expect(try await world.ledger.entries(from: .max, limit: 10) == [])
      #expect(try await world.ledger.entries(from: 1, limit: -1) == [])
      try await world.restart()
      #expect(try await world.ledger.entries(from: 0, limit: 10) == answered)
    }
  }

  @Test("the same request many times at once is admitted once", arguments: Stores.all)
  func duplicates(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let order = try world.authenticate(world.order(of: trader))
      let results = await outcomes(of: [AuthenticatedRequest](repeating: order, count: 64), in: world)
      #expect(results.filter { $0 == nil }.count == 1)
      #expect(results.compactMap { $0 } == [Refusal](repeating: .nonceAlreadyUsed, count: 63))
      #expect(try await world.ledger.latestSequence() == 2)
    }
  }

  @Test("two actions of a wallet with one nonce: the first is admitted, whoever signs", arguments: Stores.all)
  func oneNonce(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let (trader, other) = (try Trader(seed: 1), try Trader(seed: 2))
      try await world.admit(world.authorization(of: trader))
      let nonce = world.nonce()
      try await world.admit(world.deposit(by: trader, nonce: nonce))
      await #expect(throws: Refusal.nonceAlreadyUsed) {
        try await world.admit(world.order(of: trader, nonce: nonce))
      }
      try await world.admit(world.deposit(by: other, nonce: nonce))
    }
  }

  @Test("a replayed request is refused after a restart", arguments: Stores.all)
  func replayAfterRestart(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let authorization = try world.authorization(of: trader)
      try await world.admit(authorization)
      let order = try world.order(of: trader)
      try await world.admit(order)
      try await world.restart()
      await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.admit(order) }
      await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.admit(authorization) }
      #expect(try await world.admit(world.order(of: trader)).sequence == 3)
    }
  }

  @Test("the ledger's clock stands still while the machine's is behind, also after a restart", arguments: Stores.all)
  func clockGoesBack(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let time = try await world.admit(world.authorization(of: trader)).time
      world.clock.goBack(milliseconds: 5_000)
      #expect(try await world.admit(world.order(of: trader, nonce: world.nonce(milliseconds: 6_000))).time == time)
      try await world.restart()
      #expect(try await world.admit(world.order(of: trader, nonce: world.nonce(milliseconds: 6_000))).time == time)
      world.clock.advance(milliseconds: 7_000)
      #expect(try await world.admit(world.order(of: trader)).time > time)
    }
  }

  @Test("a full queue says so, and everything that was taken is answered", arguments: Stores.all)
  func queueFull(store: any LedgerStore) async throws {
    try await World.run(store, requestsWaitingMaximum: 4) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let requests = try (0..<256).map { _ in try world.authenticate(world.order(of: trader)) }
      let ledger = world.ledger
      let results = await withTaskGroup(of: (any Error)?.self) { group in
        for request in requests {
          group.addTask {
            do { _ = try await ledger.admit(request) } catch { return error }; return nil
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let full = results.filter { ($0 as? LedgerError) == .queueFull(maximum: 4) }.count
      let admitted = results.filter { $0 == nil }.count
      #expect(full + admitted == 256)
      #expect(full > 0)
      #expect(try await ledger.latestSequence() == UInt64(1 + admitted))
    }
  }

  @Test("a closed ledger admits nothing", arguments: Stores.all)
  func closed(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let request = try world.authenticate(world.authorization(of: trader))
      try await world.ledger.close()
      await #expect(throws: LedgerError.closed) { try await world.ledger.admit(request) }
      try await world.restart()
      #expect(try await world.ledger.latestSequence() == 0)
    }
  }

  @Test("index prices are taken from the wallet appointed for it alone", arguments: Stores.all)
  func indexPricePublisher(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let stranger = try Trader(seed: 1)
      await #expect(throws: LedgerError.indexPricePublisherNotAppointed) {
        try await world.admit(world.indexPrice("1.00000000", by: stranger))
      }
      #expect(try await world.ledger.latestSequence() == 0)
      try await world.admit(world.indexPrice("1.00000000", by: world.publisher))
    }
  }
}

/// Submits requests all at once; the refusals, and `nil` for what was admitted.
func outcomes(of requests: [AuthenticatedRequest], in world: World) async -> [Refusal?] {
  let ledger = world.ledger
  return await withTaskGroup(of: Refusal?.self) { group in
    for request in requests {
      group.addTask {
        do {
          _ = try await ledger.admit(request)
          return nil
        } catch { return error as? Refusal ?? .invalidSignature }
      }
    }
    return await group.reduce(into: []) { $0.append($1) }
  }
}
