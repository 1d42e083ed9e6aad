import EthereumPrimitives
import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import Ledger

/// Besides, every test of the contract ends with an audit that finds nothing.
@Suite("An audit")
struct AuditTests {
  @Test("a ledger that nobody has touched holds, also when it is audited again")
  func holds() async throws {
    try await AuditedLedger.run { ledger in
      let progress = Shared<[AuditProgress]>([])
      let report = try await LedgerAudit(
        path: ledger.place.path, policy: ledger.world.policy, indexPricePublisher: ledger.world.publisher.wallet,
        verifier: ECDSAVerifier()
      ).run { step in progress.change { $0.append(step) } }
      #expect(report.holds && report.findings == [])
      #expect(report.entryCount == ledger.count)
      #expect(report.sessionKeyCount == 6)
      #expect(report.revocationCount == 4)
      #expect(report.domain == World.domain)
      #expect(progress.value.last?.entriesDone == ledger.count)
      #expect(progress.value.last?.entriesTotal == ledger.count)
      #expect(report.lastHash != .zero)
      #expect(try await ledger.audit() == report)
      #expect(try SQLiteLedger.domain(ofLedgerAt: ledger.place.path) == World.domain)
    }
  }

  @Test(
    "a changed column is found",
    arguments: [
      "time = time + 1", "time = time - 1", "time = -1", "kind = 2", "kind = 3", "session_key = NULL",
      "session_key = zeroblob(20)", "session_key = zeroblob(19)", "request = x''",
      "request = CAST(request || x'00' AS BLOB)",
      "index_price = index_price + 1", "index_price = NULL", "order_value = order_value + 1", "order_value = NULL",
      "value_used_before = value_used_before + 1", "value_used_before = -1", "chain = zeroblob(32)", "chain = NULL",
    ])
  func columns(change: String) async throws {
    try await AuditedLedger.run { ledger in
      // The second order of the bounded key: every column has a value.
      try ledger.execute("UPDATE entry SET \(change) WHERE sequence = 10")
      let report = try await ledger.audit()
      #expect(report.findings.contains { $0.sequence == 10 })
    }
  }

  @Test("a changed byte of a request is found, wherever it is", arguments: [1, 3, 10, 14, 16, 17] as [UInt64])
  func bytes(sequence: UInt64) async throws {
    try await AuditedLedger.run { ledger in
      let bytes = try ledger.request(of: sequence)
      for offset in stride(from: Int(sequence) % 11, to: bytes.count, by: 11) {
        var changed = bytes
        changed[offset] ^= 1 << UInt8(offset % 8)
        let sql = "UPDATE entry SET request = x'\(Hex.encode(changed, prefix: false))' WHERE sequence = \(sequence)"
        try ledger.execute(sql)
        let report = try await ledger.audit()
        #expect(report.findings.contains { $0.sequence == sequence }, "byte \(offset)")
      }
    }
  }

  @Test("a missing entry is found, wherever it was", arguments: [1, 5, 12] as [UInt64])
  func missing(sequence: UInt64) async throws {
    try await AuditedLedger.run { ledger in
      try ledger.execute("DELETE FROM entry WHERE sequence = \(sequence)")
      let report = try await ledger.audit()
      let finding = try #require(report.findings.first { $0.kind == .missingEntries })
      #expect(finding.sequence == sequence)
    }
  }

  @Test("an end that was cut off is found where the tables know more", arguments: [1, 2, 5, 10] as [UInt64])
  func cutOff(count: UInt64) async throws {
    try await AuditedLedger.run { ledger in
      try ledger.execute("DELETE FROM entry WHERE sequence > \(ledger.count - count)")
      #expect(try await ledger.findings() == [.anotherTable])
    }
  }

  @Test(
    "a table that says something else than the entries is found",
    arguments: [
      "UPDATE session_key_standing SET revoked_by = NULL WHERE revoked_by IS NOT NULL",
      "UPDATE recent_use SET value_used = 0 WHERE value_used > 0", "UPDATE recent_use SET action_count = 9",
      "DELETE FROM recent_use", "UPDATE session_key_standing SET wallet = zeroblob(20)",
      "UPDATE session_key_standing SET expires_at = expires_at + 1", "DELETE FROM session_key_standing",
      "UPDATE session_key SET wallet = zeroblob(20)", "UPDATE session_key SET public_key = zeroblob(64)",
      "DELETE FROM session_key WHERE sequence = 1", "DELETE FROM all_keys_revocation",
      "UPDATE all_keys_revocation SET wallet = zeroblob(20)", "UPDATE index_price SET price = price + 1",
      "DELETE FROM index_price", "DELETE FROM used_nonce WHERE ticks = (SELECT max(ticks) FROM used_nonce)",
      "UPDATE used_nonce SET wallet = zeroblob(20)",
    ])
  func tables(sql: String) async throws {
    try await AuditedLedger.run { ledger in
      try ledger.execute(sql)
      #expect(try await ledger.findings() == [.anotherTable])
    }
  }

  @Test("more findings than are kept are counted")
  func bounded() async throws {
    try await AuditedLedger.run { ledger in
      let order = try ledger.world.order(of: ledger.revoked)
      for _ in 0..<LedgerLimits.auditFindingsMaximum + 5 { try ledger.append(order, by: ledger.revoked.key) }
      let report = try await ledger.audit()
      #expect(report.findings.count == LedgerLimits.auditFindingsMaximum)
      #expect(report.findingCount == UInt64(LedgerLimits.auditFindingsMaximum + 5))
      #expect(!report.holds)
    }
  }

  @Test("what is no ledger, or none of this program's, is not audited, and left as it is")
  func notALedger() async throws {
    try await AuditedLedger.run { ledger in
      let missing = SQLitePlace.Path(ledger.place.directory.appending(path: "missing").path)
      await #expect { try await missing.audit() } throws: { error in
        if case LedgerError.cannotOpen = error { true } else { false }
      }
      #expect(!FileManager.default.fileExists(atPath: missing.text))
      try ledger.execute("INSERT INTO grdb_migrations VALUES ('9 of the future')")
      await #expect(throws: LedgerError.newerSchema) { try await ledger.audit() }
      try ledger.execute("DELETE FROM grdb_migrations WHERE identifier LIKE '9%' OR identifier LIKE '3%'")
      await #expect { try await ledger.audit() } throws: { error in
        if case LedgerError.cannotOpen = error { true } else { false }
      }
    }
  }
}

extension SQLitePlace {
  /// A path that may lead nowhere.
  fileprivate struct Path {
    let text: String
    init(_ text: String) { self.text = text }

    func audit() async throws -> AuditReport {
      try await LedgerAudit(path: text, policy: .standard, indexPricePublisher: nil, verifier: ECDSAVerifier()).run()
    }
  }
}
