import EthereumPrimitives
import Foundation
import Ledger
import LedgerPostgreSQL
import SessionKeys
import Signing
import Testing

/// A kind of ledger that the contract is held against.
protocol LedgerStore: Sendable, CustomTestStringConvertible {
  /// A new, empty place for a ledger.
  func makePlace() async throws -> any LedgerPlace
}

/// Where one ledger is kept, from one opening to the next.
protocol LedgerPlace: Sendable {
  func open(_ configuration: LedgerConfiguration) async throws -> any Ledger
  /// Audits what is there, also while it is open.
  func findings(policy: AdmissionPolicy, indexPricePublisher: Address?) async throws -> [AuditFinding]
  func remove()
}

/// Every store that there is. The whole contract runs on each.
enum Stores {
  static let all: [any LedgerStore] = [SQLiteStore(), PostgreSQLStore()]
}

struct SQLiteStore: LedgerStore {
  var testDescription: String { "SQLite" }
  func makePlace() throws -> any LedgerPlace { try SQLitePlace() }
}

/// A directory of its own.
struct SQLitePlace: LedgerPlace {
  let directory: URL
  var path: String { directory.appending(path: "ledger.sqlite").path }

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  func open(_ configuration: LedgerConfiguration) throws -> any Ledger { try openSQLite(configuration) }

  func openSQLite(_ configuration: LedgerConfiguration) throws(LedgerError) -> SQLiteLedger {
    try SQLiteLedger(path: path, configuration: configuration)
  }

  func audit(policy: AdmissionPolicy, indexPricePublisher: Address?) async throws -> AuditReport {
    try await LedgerAudit(
      path: path, policy: policy, indexPricePublisher: indexPricePublisher, verifier: ECDSAVerifier()
    ).run()
  }

  func findings(policy: AdmissionPolicy, indexPricePublisher: Address?) async throws -> [AuditFinding] {
    try await audit(policy: policy, indexPricePublisher: indexPricePublisher).findings
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }
}
