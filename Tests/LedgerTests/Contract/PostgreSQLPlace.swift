import EthereumPrimitives
import Foundation
import Ledger
import SessionKeys
import Signing
import Testing

@testable import LedgerPostgreSQL

struct PostgreSQLStore: LedgerStore {
  var testDescription: String { "PostgreSQL" }
  func makePlace() throws -> any LedgerPlace { try PostgreSQLPlace() }
}

/// A schema of its own, in the database that the tests were started with.
struct PostgreSQLPlace: LedgerPlace {
  let schema = "ledger_" + UUID().uuidString.lowercased().filter { $0 != "-" }
  let address: PostgreSQLAddress

  /// Where there is no database the tests fail: a store that was not tested is not tested.
  init() throws {
    guard ProcessInfo.processInfo.environment["PGHOST"] != nil else { throw NoDatabase() }
    address = try PostgreSQLAddress("postgresql:///?options=-csearch_path%3D\(schema)")
    try execute("CREATE SCHEMA \(schema)")
  }

  struct NoDatabase: Error, CustomStringConvertible {
    var description: String { "there is no PostgreSQL: run the tests by Scripts/run-tests, which starts one" }
  }

  func open(_ configuration: LedgerConfiguration) async throws -> any Ledger { try await openPostgreSQL(configuration) }

  /// Opens it, and tells of every commit that comes from then on.
  func openPostgreSQL(_ configuration: LedgerConfiguration) async throws -> PostgreSQLLedger {
    let ledger = try openWithoutFollowing(configuration)
    try await ledger.follow(after: ledger.latestSequence())
    return ledger
  }

  func openWithoutFollowing(_ configuration: LedgerConfiguration) throws(LedgerError) -> PostgreSQLLedger {
    try PostgreSQLLedger(at: address, configuration: configuration, requiringDurability: false)
  }

  func findings(policy: AdmissionPolicy, indexPricePublisher: Address?) async throws -> [AuditFinding] {
    try await PostgreSQLLedger.audit(
      at: address, policy: policy, indexPricePublisher: indexPricePublisher, verifier: ECDSAVerifier()
    ).run().findings
  }

  func remove() { try? execute("DROP SCHEMA \(schema) CASCADE") }

  /// Runs statements as somebody else would.
  func execute(_ sql: String) throws { try connection().script(sql) }

  /// Asks for one number.
  func number(_ sql: String) throws -> UInt64? { try connection().run([Query(sql)])[0].first?.optionalInteger(0) }

  /// A connection beside the ledger's.
  func connection() throws -> Connection { try Connection(to: address, requiringDurability: false) }
}
