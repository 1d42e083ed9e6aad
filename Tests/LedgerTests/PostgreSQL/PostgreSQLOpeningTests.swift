import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing
import TypedData

@testable import LedgerPostgreSQL

@Suite("A PostgreSQL ledger: opening")
struct PostgreSQLOpeningTests {
  private let clock = TestClock()
  private let place: PostgreSQLPlace

  init() throws { place = try PostgreSQLPlace() }

  private func open(domain: Domain = World.domain) throws(LedgerError) {
    _ = try place.openWithoutFollowing(World.configuration(clock, .standard, nil, domain: domain))
  }

  @Test("a schema with something else in it is refused, and left as it is")
  func notALedger() throws {
    defer { place.remove() }
    try place.execute("CREATE TABLE diary (page text)")
    #expect(throws: LedgerError.notALedger) { try open() }
    #expect(
      try place.number(
        "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
          + "AND relkind = 'r'") == 1)
  }

  @Test("a table that is called like the ledger's and is not is refused")
  func anotherLedgerTable() throws {
    defer { place.remove() }
    try place.execute("CREATE TABLE ledger (application text, schema_version integer)")
    #expect(throws: LedgerError.notALedger) { try open() }
  }

  @Test("another domain's ledger is refused")
  func anotherDomain() throws {
    defer { place.remove() }
    try open()
    #expect(throws: LedgerError.anotherDomain) {
      try open(domain: .katanaPerps(.sandbox, chainID: 1, contract: .zero))
    }
  }

  @Test("a ledger of a newer program is refused, and left as it is")
  func newerSchema() throws {
    defer { place.remove() }
    try open()
    try place.execute("UPDATE ledger SET schema_version = 1000")
    #expect(throws: LedgerError.newerSchema) { try open() }
    #expect(try place.number("SELECT schema_version FROM ledger") == 1_000)
  }

  @Test("a ledger of an older program is migrated")
  func olderSchema() async throws {
    defer { place.remove() }
    try open()
    try place.execute("DROP TABLE writer; UPDATE ledger SET schema_version = 1")
    let world = try await World(place, policy: .standard, requestsWaitingMaximum: 8)
    try await world.admit(world.authorization(of: Trader(seed: 1)))
    #expect(try place.number("SELECT schema_version FROM ledger") == UInt64(Schema.migrations.count))
    try await world.ledger.close()
  }

  @Test("many that open an empty schema at once make one ledger")
  func atOnce() async throws {
    defer { place.remove() }
    let (place, clock) = (place, clock)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let configuration = World.configuration(clock, .standard, nil)
          try await place.openWithoutFollowing(configuration).close()
        }
      }
      try await group.waitForAll()
    }
    #expect(try place.number("SELECT count(*) FROM ledger") == 1)
  }

  @Test("a database that could lose what it has confirmed is refused")
  func notDurable() throws {
    defer { place.remove() }
    #expect {
      try PostgreSQLLedger(at: place.address, configuration: World.configuration(clock, .standard, nil))
    } throws: { error in
      if case .cannotOpen(let reason) = error as? LedgerError { reason.contains("fsync") } else { false }
    }
  }

  @Test("a database that is not there is said to be unreached")
  func nobody() throws {
    defer { place.remove() }
    let nobody = try PostgreSQLAddress("postgresql://127.0.0.1:1/nobody")
    #expect {
      try PostgreSQLLedger(at: nobody, configuration: World.configuration(clock, .standard, nil))
    } throws: { error in
      if case .cannotOpen(let reason) = error as? LedgerError { reason.contains("not reached") } else { false }
    }
  }

  @Test(
    "the database refuses what no ledger writes",
    arguments: [
      "UPDATE entry SET time = 0", "DELETE FROM entry", "TRUNCATE entry CASCADE", "DELETE FROM session_key",
      "UPDATE session_key SET wallet = address", "UPDATE session_key_standing SET revoked_by = NULL",
      "UPDATE session_key_standing SET revoked_by = 1", "DELETE FROM session_key_standing",
      "UPDATE session_key_standing SET last_use = revoked_by + 1", "UPDATE session_key_standing SET expires_at = 1",
      "UPDATE head SET sequence = 1", "UPDATE head SET forgotten_before_ticks = -1", "DELETE FROM head",
      "UPDATE ledger SET domain_name = 'x'", "DELETE FROM ledger", "DELETE FROM all_keys_revocation WHERE true",
      "INSERT INTO entry SELECT 5, time, kind, session_key, request, NULL, NULL, NULL, chain FROM entry "
        + "WHERE sequence = 3",
      "INSERT INTO entry SELECT 4, time - 1, kind, session_key, request, NULL, NULL, NULL, chain FROM entry "
        + "WHERE sequence = 3",
      "INSERT INTO entry SELECT 4, time, 1, sha256('x')::bytea, request, NULL, NULL, NULL, chain FROM entry "
        + "WHERE sequence = 3",
      "INSERT INTO used_nonce SELECT * FROM used_nonce LIMIT 1",
    ])
  func guards(sql: String) async throws {
    defer { place.remove() }
    let world = try await World(place, policy: .standard, requestsWaitingMaximum: 8)
    let trader = try Trader(seed: 1)
    try await world.admit(world.authorization(of: trader))
    try await world.admit(world.order(of: trader))
    try await world.admit(world.revocation(of: trader))
    try await world.ledger.close()
    #expect(throws: PostgreSQLError.self) { try place.execute(sql) }
  }

  @Test("a URL is taken without a password only, and never repeated")
  func addresses() throws {
    defer { place.remove() }
    for url in ["postgresql://me:secret@host/db", "postgres://me@host/db?password=secret"] {
      #expect(throws: PostgreSQLAddressError.containsPassword) { try PostgreSQLAddress(url) }
    }
    for url in ["", "host=127.0.0.1", "http://host/db", "postgresql://host/db?nonsense=1"] {
      #expect(throws: PostgreSQLAddressError.notAURL) { try PostgreSQLAddress(url) }
    }
    #expect(try PostgreSQLAddress("postgresql://me@host:5433/db?sslmode=verify-full").description == "host:5433/db")
  }
}
