import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@testable import LedgerPostgreSQL

@Suite("A PostgreSQL ledger: several servers, and a database that fails")
struct PostgreSQLServersTests {
  /// Two servers over one ledger, each with what it was told of commits in one log.
  private struct Pair {
    let world: World
    let place: PostgreSQLPlace
    let other: PostgreSQLLedger
    let heard: CommitLog
    let reasons: AsyncStream<String>

    static func run(_ body: (Pair) async throws -> Void) async throws {
      try await World.run(PostgreSQLStore()) { world in
        let place = try #require(world.place as? PostgreSQLPlace)
        let heard = CommitLog()
        let (reasons, told) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(8))
        let other = try place.openWithoutFollowing(
          LedgerConfiguration(
            domain: World.domain, policy: world.policy, indexPricePublisher: world.publisher.wallet,
            clock: { world.clock.now }, onCommit: heard.note, onCommitByOthers: heard.note,
            onUnreachable: { told.yield($0) }))
        try await other.follow(after: 0)
        try await body(Pair(world: world, place: place, other: other, heard: heard, reasons: reasons))
        try await world.commits.waitForCount(Int(other.latestSequence()))
        try await other.close()
      }
    }

    /// A trader whose session key the other server has heard of: it follows from then on.
    func heardTrader() async throws -> Trader {
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try await heard.waitForCount(1)
      return trader
    }
  }

  @Test("nothing is admitted before it is said from where on to tell of commits")
  func beforeFollowing() async throws {
    try await World.run(PostgreSQLStore()) { world in
      let place = try #require(world.place as? PostgreSQLPlace)
      let silent = try place.openWithoutFollowing(World.configuration(world.clock, .standard, nil))
      let request = try world.authenticate(world.authorization(of: Trader(seed: 1)))
      await #expect { try await silent.admit(request) } throws: { error in
        if case LedgerError.notAdmitted = error { true } else { false }
      }
      #expect(silent.readiness == .behind)
      try await silent.close()
    }
  }

  @Test("entries of the other server are told of in order, and before one's own that follow them")
  func order() async throws {
    try await Pair.run { pair in
      let trader = try Trader(seed: 1)
      try await pair.world.admit(pair.world.authorization(of: trader))
      for round in 0..<40 {
        let order = try pair.world.authenticate(pair.world.order(of: trader))
        let ledger: any Ledger = round % 2 == 0 ? pair.other : pair.world.ledger
        let entry = try await ledger.admit(order)
        #expect(entry.sequence == UInt64(round + 2))
        if round % 2 == 0 { #expect(pair.heard.entries.last == entry) }
      }
      try await pair.heard.waitForCount(41)
      try await pair.heard.expectAll(of: pair.other)
    }
  }

  @Test("two servers that write as fast as they can leave no gap, and each hears everything once")
  func load() async throws {
    try await Pair.run { pair in
      let trader = try Trader(seed: 1)
      try await pair.world.admit(pair.world.authorization(of: trader))
      let orders = try (0..<600).map { _ in try pair.world.authenticate(pair.world.order(of: trader)) }
      let ledgers: [any Ledger] = [pair.world.ledger, pair.other]
      await withTaskGroup(of: Void.self) { group in
        for (index, order) in orders.enumerated() { group.addTask { _ = try? await ledgers[index % 2].admit(order) } }
      }
      #expect(try await pair.other.latestSequence() == 601)
      try await pair.heard.waitForCount(601)
      try await pair.heard.expectAll(of: pair.other)
    }
  }

  @Test("a nonce at both at once is admitted once; a revocation at one binds the other")
  func nonceAndRevocation() async throws {
    try await Pair.run { pair in
      let trader = try Trader(seed: 1)
      try await pair.world.admit(pair.world.authorization(of: trader))
      let ledgers: [any Ledger] = [pair.world.ledger, pair.other]
      for _ in 0..<20 {
        let order = try pair.world.authenticate(pair.world.order(of: trader))
        let admitted = await withTaskGroup(of: Int.self) { group in
          for ledger in ledgers { group.addTask { (try? await ledger.admit(order)) == nil ? 0 : 1 } }
          return await group.reduce(0, +)
        }
        #expect(admitted == 1)
      }
      let late = try pair.world.authenticate(pair.world.order(of: trader))
      try await pair.world.admit(pair.world.revocation(of: trader))
      await #expect(throws: Refusal.sessionKeyRevoked) { try await pair.other.admit(late) }
      await #expect(throws: Refusal.sessionKeyRevoked) { try await pair.other.check(late) }
    }
  }

  @Test("the clock of the ledger does not go back where a server's is behind")
  func clocks() async throws {
    try await Pair.run { pair in
      let trader = try Trader(seed: 1)
      let time = try await pair.world.admit(pair.world.authorization(of: trader)).time
      let order = try pair.world.authenticate(pair.world.order(of: trader))
      pair.world.clock.goBack(milliseconds: 5_000)
      #expect(try await pair.other.admit(order).time == time)
    }
  }

  @Test("connections that are cut are made anew, and nothing is told of twice or left out")
  func cutConnections() async throws {
    try await Pair.run { pair in
      let place = pair.place
      let trader = try Trader(seed: 1)
      try await pair.world.admit(pair.world.authorization(of: trader))
      let orders = try (0..<200).map { _ in try pair.world.authenticate(pair.world.order(of: trader)) }
      let (other, world) = (pair.other, pair.world.ledger)
      let admitted = await withTaskGroup(of: UInt64?.self) { group in
        for (index, order) in orders.enumerated() {
          group.addTask {
            if index % 20 == 10 { try? place.cutConnections() }
            return try? await (index % 2 == 0 ? other : world).admit(order).sequence
          }
        }
        return await group.reduce(into: [UInt64]()) { if let sequence = $1 { $0.append(sequence) } }
      }
      // What was answered is there, under its number.
      #expect(Set(admitted).count == admitted.count)
      let last = try await pair.other.latestSequence()
      #expect(admitted.allSatisfy { $0 <= last })
      try await pair.heard.waitForCount(Int(last))
      try await pair.heard.expectAll(of: pair.other)
      #expect(pair.other.readiness == .ready)
      try await pair.world.admit(pair.world.order(of: trader))
    }
  }

  @Test("a request that breaks a constraint does not take its batch with it")
  func constraint() async throws {
    try await World.run(PostgreSQLStore()) { world in
      let place = try #require(world.place as? PostgreSQLPlace)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try place.execute("ALTER TABLE used_nonce ADD CHECK (rest % 8 <> 0)")
      let orders = try (0..<64).map { _ in try world.authenticate(world.order(of: trader)) }
      let ledger = world.ledger
      let failures = await withTaskGroup(of: Int.self) { group in
        for order in orders { group.addTask { (try? await ledger.admit(order)) == nil ? 1 : 0 } }
        return await group.reduce(0, +)
      }
      #expect(failures == 8)
      #expect(try await ledger.latestSequence() == 57)
    }
  }

  @Test("why the database cannot be followed is told, and it is followed again", .timeLimit(.minutes(1)))
  func whyUnreachable() async throws {
    try await Pair.run { pair in
      let (place, trader) = (pair.place, try await pair.heardTrader())
      try place.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'session-keys follower'
        """)
      for try await reason in pair.reasons.prefix(1) { #expect(reason.hasPrefix("the database is not reached: ")) }
      try await pair.world.admit(pair.world.order(of: trader))
      try await pair.heard.waitForCount(2)
    }
  }

  @Test("a database that was put back to an older state is not followed")
  func putBack() async throws {
    try await Pair.run { pair in
      let (place, trader) = (pair.place, try await pair.heardTrader())
      let order = try pair.world.authenticate(pair.world.order(of: trader))
      try place.execute("UPDATE head SET chain = sha256('another past')")
      await #expect(throws: LedgerError.self) { try await pair.other.admit(order) }
      #expect(pair.other.readiness == .diverged)
      try place.execute("UPDATE head SET chain = (SELECT chain FROM entry ORDER BY sequence DESC LIMIT 1)")
    }
  }

  @Test("a server under load stays ready, although its follower may hand on nothing")
  func readyUnderLoad() async throws {
    try await World.run(PostgreSQLStore()) { world in
      let ledger = try #require(world.ledger as? PostgreSQLLedger)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let orders = try (0..<64).map { _ in try world.authenticate(world.order(of: trader)) }
      let end = ContinuousClock.now + .seconds(4)
      let wasReady = await withTaskGroup(of: Bool.self) { group in
        for order in orders {
          group.addTask {
            var isReady = true
            while ContinuousClock.now < end {
              // All but the first are refused, and counted: transactions without an entry.
              _ = try? await ledger.admit(order)
              isReady = isReady && ledger.readiness == .ready
            }
            return isReady
          }
        }
        return await group.reduce(true) { $0 && $1 }
      }
      #expect(wasReady)
    }
  }

  @Test("a database that has lost the last entry is not followed, also when nothing is asked of it")
  func cutShort() async throws {
    try await Pair.run { pair in
      let place = pair.place
      let trader = try Trader(seed: 1)
      try await pair.world.admit(pair.world.authorization(of: trader))
      try await pair.world.admit(pair.world.order(of: trader))
      try await pair.heard.waitForCount(2)
      try place.execute("ALTER TABLE entry DISABLE TRIGGER USER")
      try place.execute("UPDATE entry SET sequence = 3 WHERE sequence = 2")
      for _ in 0..<400 where pair.other.readiness != .diverged { try await Task.sleep(for: .milliseconds(10)) }
      #expect(pair.other.readiness == .diverged)
      try place.execute("UPDATE entry SET sequence = 2 WHERE sequence = 3")
    }
  }

  @Test("facts are looked up by indexes, also by a plan that was made for empty tables")
  func plans() async throws {
    let place = try PostgreSQLPlace()
    defer { place.remove() }
    try await place.openWithoutFollowing(World.configuration(TestClock(), .standard, nil)).close()
    let connection = try place.connection()
    let trader = try Trader(seed: 1)
    let questions = BatchQuestions(
      keys: [trader.key], wallets: [trader.wallet], markets: [try MarketSymbol("ETH-USD")],
      nonces: [WalletNonce(nonce: Nonce(time: NonceTime(.maximum), clockSequence: 0, node: 0), wallet: trader.wallet)])
    for query in FactQueries(questions).all {
      let plan = try connection.plan(of: query)
      #expect(!plan.contains("Seq Scan"), "\(plan)")
      #expect(plan.contains("Index"))
    }
  }
}

extension PostgreSQLPlace {
  /// Ends every connection of the ledgers of this schema, as an administrator would.
  fileprivate func cutConnections() throws {
    try execute(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND pid IN (
        SELECT pid FROM pg_locks WHERE relation IN ('head'::regclass, 'entry'::regclass))
      """)
  }
}

extension Connection {
  /// How the database would run a statement.
  fileprivate func plan(of query: Query) throws -> String {
    try run([Query("EXPLAIN \(query.sql)", query.parameters)])[0]
      .map { try $0.optionalText(0) ?? "" }.joined(separator: "\n")
  }
}

extension CommitLog {
  /// Waits until so many entries were told of.
  func waitForCount(_ count: Int) async throws {
    for _ in 0..<2_000 where entries.count < count { try await Task.sleep(for: .milliseconds(5)) }
    #expect(entries.count == count)
  }
}
