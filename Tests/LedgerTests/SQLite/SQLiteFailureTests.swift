import EthereumPrimitives
import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger

@Suite("A SQLite ledger: failures")
struct SQLiteFailureTests {
  @Test("on a full disk nothing is admitted, everybody is told, and the ledger goes on when there is room")
  func diskFull() async throws {
    try await World.run(SQLiteStore()) { world in
      let ledger = try #require(world.ledger as? SQLiteLedger)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try await ledger.limitPages(to: 1)
      let orders = try (0..<200).map { _ in try world.authenticate(world.order(of: trader)) }
      let errors = await failures(of: orders, in: ledger)
      let latest = try await ledger.latestSequence()
      #expect(errors.count == 200 - Int(latest - 1))
      #expect(!errors.isEmpty)
      #expect(errors.allSatisfy { if case .notAdmitted = $0 { true } else { false } })
      try await ledger.limitPages(to: 1_000_000)
      #expect(try await world.admit(world.order(of: trader)).sequence == latest + 1)
      // What was told not to be admitted can be sent again.
      #expect(await failures(of: orders, in: ledger).isEmpty == (latest == 1))
    }
  }

  @Test("a commit that fails is overwritten before anybody is told that nothing was admitted")
  func commitFails() async throws {
    try await World.run(SQLiteStore()) { world in
      let ledger = try #require(world.ledger as? SQLiteLedger)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try await ledger.failCommits(count: 1)
      let order = try world.order(of: trader)
      await #expect { try await world.admit(order) } throws: { error in
        if case LedgerError.notAdmitted = error { true } else { false }
      }
      let overwritten = try await ledger.file.pool.read {
        try Int.fetchOne($0, sql: "SELECT failed_commits FROM ledger")
      }
      #expect(overwritten == 1)
      #expect(try await ledger.latestSequence() == 1)
      #expect(try await world.admit(order).sequence == 2)
    }
  }

  @Test("when the failure cannot be overwritten nobody knows, and the ledger takes nothing more")
  func fateUnknown() async throws {
    try await World.run(SQLiteStore()) { world in
      let ledger = try #require(world.ledger as? SQLiteLedger)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try await ledger.failCommits(count: 2)
      let order = try world.order(of: trader)
      #expect(ledger.takesRequests)
      await #expect { try await world.admit(order) } throws: { error in
        if case LedgerError.fateUnknown = error { true } else { false }
      }
      #expect(!ledger.takesRequests)
      await #expect(throws: LedgerError.closed) { try await world.admit(order) }
      #expect(try await ledger.latestSequence() == 1)
      try await world.restart()
      try await world.admit(order)
    }
  }

  @Test("a request that breaks a constraint does not take its batch with it")
  func constraint() async throws {
    try await World.run(SQLiteStore()) { world in
      let ledger = try #require(world.ledger as? SQLiteLedger)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      try await ledger.file.pool.write { db in
        try db.execute(
          sql: """
            CREATE TRIGGER fault BEFORE INSERT ON used_nonce WHEN NEW.rest % 8 = 0
            BEGIN SELECT RAISE(ABORT, 'fault'); END;
            """)
      }
      let orders = try (0..<64).map { _ in try world.authenticate(world.order(of: trader)) }
      #expect(await failures(of: orders, in: ledger).count == 8)
      #expect(try await ledger.latestSequence() == 57)
    }
  }

  @Test("a copy of the files in mid-load has every entry that was answered before")
  func killed() async throws {
    try await World.run(SQLiteStore()) { world in
      let place = try #require(world.place as? SQLitePlace)
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let ledger = world.ledger
      let orders = try (0..<600).map { _ in try world.authenticate(world.order(of: trader)) }
      let answered = Shared<UInt64>(0)
      let copies = try (0..<3).map { _ in try SQLitePlace() }
      defer { copies.forEach { $0.remove() } }
      var before: [UInt64] = []
      try await withThrowingTaskGroup(of: Void.self) { group in
        for start in 0..<16 {
          group.addTask {
            for index in stride(from: start, to: orders.count, by: 16) {
              let sequence = try await ledger.admit(orders[index]).sequence
              answered.change { $0 = max($0, sequence) }
            }
          }
        }
        for copy in copies {
          before.append(answered.value)
          try place.copyFiles(to: copy)
          try await Task.sleep(for: .milliseconds(5))
        }
        try await group.waitForAll()
      }
      let all = try await ledger.entries(from: 1, limit: 1_000)
      for (copy, answered) in zip(copies, before) {
        let restored = try copy.openSQLite(World.configuration(world.clock, .standard, nil))
        let entries = try await restored.entries(from: 1, limit: 1_000)
        #expect(entries.count >= Int(answered))
        #expect(entries == Array(all.prefix(entries.count)))
        try await restored.close()
      }
    }
  }
}

// MARK: - Faults

extension SQLiteLedger {
  /// Lets the file grow no further than it is, or than so many pages.
  fileprivate func limitPages(to count: Int) async throws {
    try await file.pool.writeWithoutTransaction { _ = try Row.fetchOne($0, sql: "PRAGMA max_page_count = \(count)") }
  }

  /// Makes the next commits fail as a disk would.
  fileprivate func failCommits(count: Int) async throws {
    try await file.pool.writeWithoutTransaction { db in
      db.add(transactionObserver: FailingDisk(failures: count), extent: .databaseLifetime)
    }
  }
}

private final class FailingDisk: TransactionObserver {
  private var failures: Int

  init(failures: Int) { self.failures = failures }

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
  func databaseDidChange(with event: DatabaseEvent) {}
  func databaseDidCommit(_ db: Database) {}
  func databaseDidRollback(_ db: Database) {}

  func databaseWillCommit() throws {
    guard failures > 0 else { return }
    failures -= 1
    throw DatabaseError(resultCode: .SQLITE_IOERR)
  }
}

extension SQLitePlace {
  /// Copies as a crash would leave the files: by another process, for a descriptor that this one closes would take
  /// SQLite's locks with it. The load is too small for a checkpoint, so the log only grows.
  fileprivate func copyFiles(to other: SQLitePlace) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/cp")
    process.arguments = [path, path + "-wal", other.directory.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileReadUnknown) }
  }
}

private func failures(of requests: [AuthenticatedRequest], in ledger: SQLiteLedger) async -> [LedgerError] {
  await withTaskGroup(of: LedgerError?.self) { group in
    for request in requests {
      group.addTask {
        do {
          _ = try await ledger.admit(request)
          return nil
        } catch { return error as? LedgerError ?? .closed }
      }
    }
    return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
  }
}
