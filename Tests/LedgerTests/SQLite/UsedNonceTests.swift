import EthereumPrimitives
import GRDB
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger

@Suite("A SQLite ledger: used nonces")
struct UsedNonceTests {
  private static let now = NonceTime(TestClock().now)
  private static let window = AdmissionPolicy.standard.walletNonceAgeMaximum

  @Test("a nonce is kept while it could be fresh; the oldest fresh tick is inside")
  func boundary() async throws {
    try await withDatabase { db in
      let horizon = Self.now.subtracting(milliseconds: Self.window)
      let ticks = [horizon.ticks - 1, horizon.ticks, horizon.ticks + 1]
      for ticks in ticks { try Self.use(ticks: ticks, node: 1, in: db) }
      try UsedNonces.forget(
        before: UsedNonces.horizon(at: Self.now.timestamp, policy: .standard), in: db)
      #expect(try Self.storedTicks(in: db) == Array(ticks[1...]))
      #expect(try UsedNonces.forgottenBefore(in: db) == horizon.ticks)
    }
  }

  @Test("at most so many are forgotten at once, oldest first, also when they share a tick")
  func bounded() async throws {
    try await withDatabase { db in
      let old = Self.now.subtracting(milliseconds: 2 * Self.window)
      let count = 2 * UsedNonces.forgottenAtOnceMaximum + 10
      for node in 0..<count { try Self.use(ticks: old.ticks, node: UInt64(node), in: db) }
      var left: [Int] = []
      for _ in 0..<3 {
        try UsedNonces.forget(
          before: UsedNonces.horizon(at: Self.now.timestamp, policy: .standard), in: db)
        left.append(try Self.storedTicks(in: db).count)
        #expect(try UsedNonces.forgottenBefore(in: db) > old.ticks)
      }
      #expect(left == [count - UsedNonces.forgottenAtOnceMaximum, 10, 0])
    }
  }

  @Test("a forgotten nonce stays refused when a new policy has a longer window")
  func longerWindow() async throws {
    try await World.run(SQLiteStore()) { world in
      let trader = try Trader(seed: 1)
      let request = try world.deposit(by: trader)
      try await world.admit(request)
      world.clock.advance(milliseconds: Self.window + 1)
      // The first batch after opening forgets.
      try await world.restart()
      try await world.admit(world.deposit(by: trader))
      let sqlite = try #require(world.ledger as? SQLiteLedger)
      #expect(try await sqlite.file.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM used_nonce") } == 1)
      let day = AdmissionPolicy.nonceAgeMaximum
      let policy = try #require(
        AdmissionPolicy(
          walletNonceAgeMaximum: day, sessionKeyNonceAgeMaximum: day, nonceAheadMaximum: 0,
          custodyAttemptRevokesKey: false))
      try await world.restart(policy: policy)
      await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.admit(request) }
      #expect(try await world.ledger.latestSequence() == 2)
    }
  }

  @Test("under load the table keeps to the window")
  func tableIsBounded() async throws {
    try await World.run(SQLiteStore()) { world in
      let trader = try Trader(seed: 1)
      let sqlite = try #require(world.ledger as? SQLiteLedger)
      for _ in 0..<3 {
        let requests = try (0..<UsedNonces.usesPerForgetting + 200).map { _ in
          try world.authenticate(world.deposit(by: trader))
        }
        #expect(await outcomes(of: requests, in: world).allSatisfy { $0 == nil })
        world.clock.advance(milliseconds: Self.window + 11_000)
      }
      let count = try await sqlite.file.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM used_nonce") }
      #expect(try #require(count) < 2 * (UsedNonces.usesPerForgetting + 200))
    }
  }

  private func withDatabase(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
    let place = try SQLitePlace()
    defer { place.remove() }
    let ledger = try place.openSQLite(World.configuration(TestClock(), .standard, nil))
    try await ledger.file.pool.write(body)
    try await ledger.close()
  }

  private static func use(ticks: UInt64, node: UInt64, in db: Database) throws {
    guard let time = NonceTime(ticks: ticks) else { return }
    try UsedNonces.use(Nonce(time: time, clockSequence: 0, node: node), by: .zero, in: db)
  }

  private static func storedTicks(in db: Database) throws -> [UInt64] {
    try Int64.fetchAll(db, sql: "SELECT ticks FROM used_nonce ORDER BY ticks").map { UInt64($0) }
  }
}
