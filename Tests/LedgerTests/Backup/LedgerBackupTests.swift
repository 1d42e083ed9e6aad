import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger
@testable import Signing

@Suite("A backup")
struct LedgerBackupTests {
  @Test("is the ledger as it was, holds in an audit of its own, and is one file that only its owner can read")
  func copies() async throws {
    try await AuditedLedger.run { ledger in
      let target = ledger.place.path + "-backup"
      defer { try? FileManager.default.removeItem(atPath: target) }
      let backup = try LedgerBackup(of: ledger.place.path, to: target)
      let report = try await LedgerAudit(
        path: target, policy: ledger.world.policy, indexPricePublisher: ledger.world.publisher.wallet,
        verifier: ECDSAVerifier()
      ).run()
      #expect(report.holds && report.entryCount == ledger.count)
      #expect(backup.entryCount == ledger.count && backup.lastHash == report.lastHash)
      #expect(try await ledger.audit().lastHash == report.lastHash)
      let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      #expect(!FileManager.default.fileExists(atPath: target + ".partial"))
    }
  }

  @Test("of a ledger that is being written has all that was admitted before, and no half of an entry")
  func whileWriting() async throws {
    let place = try SQLitePlace()
    defer { place.remove() }
    let world = try await World(place, policy: try #require(AuditedLedger.policy), requestsWaitingMaximum: 8_192)
    let trader = try Trader(seed: 1)
    try await world.admit(world.authorization(of: trader))
    let targets = (0..<5).map { place.path + "-backup-\($0)" }
    defer { for target in targets { try? FileManager.default.removeItem(atPath: target) } }
    for target in targets {
      for _ in 0..<20 { try await world.admit(world.order(of: trader)) }
      let before = try await world.ledger.latestSequence()
      async let written: Void = { for _ in 0..<20 { try await world.admit(world.order(of: trader)) } }()
      let backup = try LedgerBackup(of: place.path, to: target)
      try await written
      #expect(backup.entryCount >= before && backup.entryCount <= before + 20)
      let report = try await LedgerAudit(
        path: target, policy: world.policy, indexPricePublisher: nil, verifier: ECDSAVerifier()
      ).run()
      #expect(report.holds && report.entryCount == backup.entryCount)
    }
    try await world.ledger.close()
  }

  @Test("a ledger opens from a backup and goes on")
  func restores() async throws {
    try await AuditedLedger.run { ledger in
      let restored = try SQLitePlace()
      defer { restored.remove() }
      _ = try LedgerBackup(of: ledger.place.path, to: restored.path)
      let world = try await World(restored, policy: ledger.world.policy, requestsWaitingMaximum: 8_192)
      #expect(try await world.ledger.latestSequence() == ledger.count)
      world.clock.advance(milliseconds: 60_000)
      try await world.admit(world.authorization(of: try Trader(seed: 40)))
      try await world.ledger.close()
    }
  }

  @Test("is not made over something, nor of what is no ledger; nothing is left behind then")
  func refused() async throws {
    try await AuditedLedger.run { ledger in
      let target = ledger.place.path + "-backup"
      defer { try? FileManager.default.removeItem(atPath: target) }
      try Data("mine".utf8).write(to: URL(fileURLWithPath: target))
      #expect(throws: LedgerError.self) { try LedgerBackup(of: ledger.place.path, to: target) }
      #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data("mine".utf8))
      for source in [target, target + "-missing"] {
        #expect(throws: LedgerError.self) { try LedgerBackup(of: source, to: target + "-other") }
        #expect(!FileManager.default.fileExists(atPath: target + "-other"))
        #expect(!FileManager.default.fileExists(atPath: target + "-other.partial"))
      }
      #expect(throws: LedgerError.self) {
        try LedgerBackup(of: ledger.place.path, to: "/nowhere/at/all/ledger.sqlite")
      }
    }
  }
}
