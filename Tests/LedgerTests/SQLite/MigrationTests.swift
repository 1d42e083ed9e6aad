import EthereumPrimitives
import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Signing
import Testing
import TypedData

@testable import Ledger

@Suite("A SQLite ledger: migration")
struct MigrationTests {
  @Test("a ledger of the first schema opens, knows when its keys expire, and is chained")
  func expiry() async throws {
    let place = try SQLitePlace()
    defer { place.remove() }
    let request = try await Self.authorization()
    let record = try #require(SessionKeyRecord(registeredBy: request, publicKey: Trader(seed: 1).sessionKey.publicKey))
    let queue = try DatabaseQueue(path: place.path)
    try Schema.migrator.migrate(queue, upTo: "1 entries, keys, nonces, prices")
    try await queue.write { try Self.fill($0, with: request, record) }
    try queue.close()

    let ledger = try place.openSQLite(World.configuration(TestClock(), .standard, nil))
    let counts = try await ledger.sessionKeyCounts(at: record.expiresAt)
    #expect(counts == SessionKeyCounts(registered: 1, revoked: 0, active: 0))
    let before = try #require(Timestamp(milliseconds: record.expiresAt.milliseconds - 1))
    #expect(try await ledger.sessionKeyCounts(at: before).active == 1)
    #expect(try await ledger.status(of: record.address)?.refusals == nil)
    try await ledger.close()
    #expect(try await place.audit(policy: .standard, indexPricePublisher: nil).findings == [])
  }

  private static func authorization() async throws -> SignedRequest {
    let trader = try Trader(seed: 1)
    let made = Shared<SignedRequest?>(nil)
    try await World.run(SQLiteStore()) { world in
      let request = try world.authorization(of: trader)
      made.change { $0 = request }
    }
    return try #require(made.value)
  }

  /// What the first schema's program wrote when it admitted an authorisation.
  private static func fill(_ db: Database, with request: SignedRequest, _ record: SessionKeyRecord) throws {
    try db.execute(
      sql: "INSERT INTO ledger VALUES (1, ?, ?, ?, ?, 0, 0)",
      arguments: [
        World.domain.name, World.domain.version, "\(World.domain.chainID)", World.domain.verifyingContract.blob,
      ])
    try db.execute(
      sql: "INSERT INTO entry VALUES (1, 1800000000000, 1, NULL, ?, NULL, NULL, NULL)",
      arguments: [Data(RequestEncoding.encode(request))])
    try db.execute(
      sql: "INSERT INTO session_key VALUES (?, ?, 1, ?, 1, ?)",
      arguments: [
        record.address.blob, record.wallet.blob, record.authorizationNonce.time.sql,
        record.publicKey.map { Data($0.raw) },
      ])
    try db.execute(
      sql: "INSERT INTO session_key_standing (address) VALUES (?)", arguments: [record.address.blob])
    try UsedNonces.use(record.authorizationNonce, by: record.wallet, in: db)
  }
}
