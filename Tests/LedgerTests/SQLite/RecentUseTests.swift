import EthereumPrimitives
import GRDB
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger

@Suite("A SQLite ledger: recent uses")
struct RecentUseTests {
  @Test("a key stands the same before and after its uses are moved, and goes on from there")
  func moves() async throws {
    try await World.run(SQLiteStore()) { world in
      let scope = try SessionKeyScope(permission: .trade, maximumDailyValue: Pips("3.00000000"))
      let traders = try (0..<4).map { try Trader(seed: UInt8($0)) }
      for trader in traders { try await world.admit(world.authorization(of: trader, scope: scope)) }
      let sqlite = try #require(world.ledger as? SQLiteLedger)
      for round in 1...3 as ClosedRange<UInt64> {
        for trader in traders { try await world.admit(world.order(of: trader)) }
        let before = try await Self.statuses(of: traders, in: world)
        #expect(before.allSatisfy { $0?.actionCount == round })
        try await sqlite.file.pool.write { try RecentUses.makeRoom(in: $0, keysMaximum: 1) }
        #expect(try await Self.recent(in: sqlite).count == 1)
        #expect(try await Self.statuses(of: traders, in: world) == before)
      }
      for trader in traders {
        await #expect(throws: Refusal.self) { try await world.admit(world.order(of: trader)) }
      }
      try await world.admit(world.revocation(of: traders[0]))
      #expect(try await world.ledger.status(of: traders[0].key)?.actionCount == 3)
    }
  }

  @Test("who has been there longest makes room for a newcomer when there are as many as may be")
  func makesRoom() async throws {
    try await World.run(SQLiteStore()) { world in
      let (first, second) = (try Trader(seed: 1), try Trader(seed: 2))
      for trader in [first, second] { try await world.admit(world.authorization(of: trader)) }
      for trader in [first, second] { try await world.admit(world.order(of: trader)) }
      let sqlite = try #require(world.ledger as? SQLiteLedger)
      // As if others stood between the two.
      for (place, left) in [
        (RecentUses.keysMaximum, [first.key, second.key]), (RecentUses.keysMaximum + 1, [second.key]),
      ] {
        try await sqlite.file.pool.write { db in
          try db.execute(sql: "UPDATE recent_use SET place = \(place) WHERE place > 1")
        }
        try await world.admit(world.order(of: second))
        #expect(try await Self.recent(in: sqlite) == left)
      }
    }
  }

  private static func statuses(of traders: [Trader], in world: World) async throws -> [SessionKeyStatus?] {
    var statuses: [SessionKeyStatus?] = []
    for trader in traders { statuses.append(try await world.ledger.status(of: trader.key)) }
    return statuses
  }

  private static func recent(in ledger: SQLiteLedger) async throws -> [Address?] {
    try await ledger.file.pool.read { db in
      try Row.fetchAll(db, sql: "SELECT address FROM recent_use ORDER BY place")
        .map { try Columns(row: $0).optionalAddress(0) }
    }
  }
}
