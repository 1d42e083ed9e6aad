import EthereumPrimitives
import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Testing
import TypedData

@testable import Ledger

@Suite("A SQLite ledger: opening")
struct SQLiteOpeningTests {
  let place: SQLitePlace
  let clock = TestClock()
  var configuration: LedgerConfiguration { World.configuration(clock, .standard, nil) }

  init() throws { place = try SQLitePlace() }

  @Test("commits are durable and foreign keys hold, on the connection that writes")
  func durable() async throws {
    defer { place.remove() }
    let ledger = try place.openSQLite(configuration)
    let settings = try await ledger.file.pool.writeWithoutTransaction { db in
      try ["synchronous", "foreign_keys", "wal_autocheckpoint"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") }
    }
    #expect(settings == [2, 1, 0])
    let mode = try await ledger.file.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
    try await ledger.close()
    try await ledger.close()
  }

  @Test("a ledger opens once at a time, and again when it was closed")
  func inUse() async throws {
    defer { place.remove() }
    let ledger = try place.openSQLite(configuration)
    #expect(throws: LedgerError.inUse) { try place.openSQLite(configuration) }
    try await ledger.close()
    try await place.openSQLite(configuration).close()
  }

  @Test("a ledger of another domain is not opened")
  func anotherDomain() async throws {
    defer { place.remove() }
    try await place.openSQLite(configuration).close()
    let other = Domain.katanaPerps(.production, chainID: 737_373, contract: .zero)
    #expect(throws: LedgerError.anotherDomain) {
      try place.openSQLite(World.configuration(clock, .standard, nil, domain: other))
    }
    try await place.openSQLite(configuration).close()
  }

  @Test("a newer schema is not opened, and not changed")
  func newerSchema() async throws {
    defer { place.remove() }
    try await place.openSQLite(configuration).close()
    let queue = try DatabaseQueue(path: place.path)
    try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: place.path))
    #expect(throws: LedgerError.newerSchema) { try place.openSQLite(configuration) }
    #expect(try Data(contentsOf: URL(filePath: place.path)) == before)
  }

  @Test("another program's database is not opened, and not changed")
  func notALedger() async throws {
    defer { place.remove() }
    let queue = try DatabaseQueue(path: place.path)
    try await queue.write { try $0.execute(sql: "CREATE TABLE photo (id INTEGER PRIMARY KEY)") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: place.path))
    #expect(throws: LedgerError.notALedger) { try place.openSQLite(configuration) }
    #expect(try Data(contentsOf: URL(filePath: place.path)) == before)
  }

  @Test("a file that is no database is not opened, and not changed")
  func notADatabase() throws {
    defer { place.remove() }
    let text = Data(String(repeating: "Dear diary, ", count: 1_000).utf8)
    try text.write(to: URL(filePath: place.path))
    #expect(throws: LedgerError.notALedger) { try place.openSQLite(configuration) }
    #expect(try Data(contentsOf: URL(filePath: place.path)) == text)
  }

  @Test("a place that cannot be written says so")
  func cannotOpen() {
    defer { place.remove() }
    #expect { try SQLiteLedger(path: "/nowhere/ledger.sqlite", configuration: configuration) } throws: { error in
      if case LedgerError.cannotOpen = error { true } else { false }
    }
  }

  @Test("a damaged entry is told from the end of the ledger")
  func damaged() async throws {
    defer { place.remove() }
    let ledger = try place.openSQLite(configuration)
    try await ledger.file.pool.write { db in
      try db.execute(sql: "INSERT INTO entry VALUES (1, 0, 1, NULL, x'FF', NULL, NULL, NULL, zeroblob(32))")
    }
    await #expect { try await ledger.entries(from: 1, limit: 1) } throws: { error in
      if case LedgerError.damaged = error { true } else { false }
    }
    try await ledger.close()
  }

  @Test(
    "the tables refuse what the program must never do",
    arguments: [
      "UPDATE entry SET time = time + 1",
      "DELETE FROM entry",
      "INSERT OR REPLACE INTO entry VALUES (3, 1800000000000, 1, NULL, x'01', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (5, 1800000000000, 1, NULL, x'01', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (4, 1, 1, NULL, x'01', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (4, 1800000000000, 1, zeroblob(20), x'01', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (4, 1800000000000, 3, NULL, x'01', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (4, 1800000000000, 1, NULL, 'text', NULL, NULL, NULL, zeroblob(32))",
      "INSERT INTO entry VALUES (4, 1800000000000, 1, NULL, x'01', NULL, NULL, NULL, NULL)",
      "INSERT INTO entry VALUES (4, 1800000000000, 1, NULL, x'01', NULL, NULL, NULL, zeroblob(31))",
      "UPDATE session_key SET wallet = zeroblob(20)",
      "DELETE FROM session_key",
      "UPDATE session_key_standing SET revoked_by = NULL",
      "UPDATE session_key_standing SET revoked_by = 1",
      "DELETE FROM session_key_standing",
      "UPDATE session_key_standing SET wallet = zeroblob(20)",
      "INSERT INTO session_key_standing (address) VALUES (zeroblob(20))",
      "INSERT INTO recent_use SELECT 9, address, 1, 9, 1, 0, 0 FROM session_key",
      "DELETE FROM recent_use",
      "UPDATE session_key_standing SET expires_at = expires_at + 1",
      "UPDATE session_key_standing SET refusal_count = 1",
      "INSERT INTO used_nonce SELECT ticks, rest, wallet FROM used_nonce LIMIT 1",
      "UPDATE ledger SET domain_name = 'x'",
      "UPDATE ledger SET forgotten_before_ticks = -1",
      "INSERT INTO ledger (id, domain_name, domain_version, domain_chain_id, domain_contract) "
        + "VALUES (2, '', '', '', zeroblob(20))",
    ])
  func guards(sql: String) async throws {
    defer { place.remove() }
    let world = try await World(place, policy: .standard, requestsWaitingMaximum: 8)
    let trader = try Trader(seed: 1)
    try await world.admit(world.authorization(of: trader))
    try await world.admit(world.order(of: trader))
    try await world.admit(world.revocation(of: trader))
    let ledger = try #require(world.ledger as? SQLiteLedger)
    await #expect(throws: DatabaseError.self) { try await ledger.file.pool.write { try $0.execute(sql: sql) } }
    try await ledger.close()
  }
}
