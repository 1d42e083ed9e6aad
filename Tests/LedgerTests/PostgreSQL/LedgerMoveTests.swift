import GRDB
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import Ledger
@testable import LedgerPostgreSQL

@Suite("A ledger that is moved from SQLite to PostgreSQL")
struct LedgerMoveTests {
  @Test("has every entry, how every key stands, and the last hash; an audit finds nothing, and it goes on")
  func moves() async throws {
    let (file, place) = (try SQLitePlace(), try PostgreSQLPlace())
    defer {
      file.remove()
      place.remove()
    }
    let policy = try #require(AuditedLedger.policy)
    let world = try await World(file, policy: policy, requestsWaitingMaximum: 8_192)
    let (trader, second) = (try Trader(seed: 1), try Trader(seed: 1, key: 1))
    let order = try await fill(world, trader, second)
    let entries = try await world.ledger.entries(from: 1, limit: 1_000)
    let sessions = try await world.ledger.sessions(of: trader.wallet)
    try await world.ledger.close()

    let move = try LedgerMove(from: file.path, to: place.address, requiringDurability: false)
    #expect(move.entryCount == UInt64(entries.count))
    let publisher = world.publisher.wallet
    #expect(move.lastHash == (try await file.audit(policy: policy, indexPricePublisher: publisher).lastHash))
    let moved = try await place.openPostgreSQL(World.configuration(world.clock, policy, publisher))
    #expect(try await moved.entries(from: 1, limit: 1_000) == entries)
    #expect(try await moved.sessions(of: trader.wallet) == sessions)
    #expect(try await place.findings(policy: policy, indexPricePublisher: publisher) == [])
    await #expect(throws: Refusal.nonceAlreadyUsed) { try await moved.admit(order) }
    let next = try world.authenticator.authenticate(
      world.order(of: trader), keys: Directory(keys: moved.sessionKeys))
    #expect(try await moved.admit(next).sequence == UInt64(entries.count + 1))
    try await moved.close()

    // Once more into what is not empty any more.
    #expect(throws: LedgerError.self) {
      try LedgerMove(from: file.path, to: place.address, requiringDurability: false)
    }
    #expect(try place.number("SELECT count(*) FROM entry") == UInt64(entries.count + 1))
  }

  @Test("is not moved, nor in part, where an entry is not what was written")
  func damaged() async throws {
    let (file, place) = (try SQLitePlace(), try PostgreSQLPlace())
    defer {
      file.remove()
      place.remove()
    }
    let world = try await World(file, policy: .standard, requestsWaitingMaximum: 8_192)
    _ = try await fill(world, try Trader(seed: 1), try Trader(seed: 1, key: 1))
    try await (world.ledger as? SQLiteLedger)?.forge()
    try await world.ledger.close()
    #expect {
      try LedgerMove(from: file.path, to: place.address, requiringDurability: false)
    } throws: { error in
      if case LedgerError.damaged = error { true } else { false }
    }
    #expect(try place.number("SELECT count(*) FROM entry") == 0)
    #expect(try place.number("SELECT count(*) FROM session_key") == 0)
  }

  /// Lets something of every kind happen; gives an order that was admitted.
  private func fill(_ world: World, _ trader: Trader, _ second: Trader) async throws -> AuthenticatedRequest {
    try await world.admit(world.authorization(of: trader, name: "laptop"))
    try await world.admit(world.authorization(of: second))
    try await world.admit(world.indexPrice("1.00000000", by: world.publisher))
    for _ in 0..<20 { try await world.admit(world.order(of: trader)) }
    let order = try world.authenticate(world.order(of: trader))
    _ = try await world.ledger.admit(order)
    await #expect(throws: Refusal.nonceAlreadyUsed) { try await world.ledger.admit(order) }
    if let attempt = try world.attempt(world.withdrawal(from: second)) {
      _ = try await world.ledger.recordCustodyAttempt(attempt)
    }
    let other = try Trader(seed: 2)
    try await world.admit(world.authorization(of: other))
    try await world.admit(world.revocationOfAll(by: other))
    return order
  }
}

extension SQLiteLedger {
  /// Changes one number of one entry, as whoever can write the file could.
  fileprivate func forge() async throws {
    try await file.pool.write { db in
      try db.execute(
        sql: "DROP TRIGGER entry_is_not_changed; UPDATE entry SET time = time + 1 WHERE sequence = 9")
    }
  }
}
