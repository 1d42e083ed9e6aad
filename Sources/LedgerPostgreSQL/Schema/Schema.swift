internal import EthereumPrimitives
internal import Ledger
internal import TypedData

/// Makes and migrates the tables, and checks that they are a ledger's of one domain.
///
/// Everything lies in the first schema of the session's `search_path`, `public` unless the URL says otherwise
/// (`?options=-csearch_path%3Dexchange`). Migrations are only ever added; one that has been released never changes.
enum Schema {
  /// What the table `ledger` says that it is.
  static let application = "katana-perps-session-keys"

  /// The migrations; the first makes version 1.
  static let migrations = [
    [Tables.entries, Tables.keys, Tables.facts].joined(separator: "\n"),
    Tables.writers,
  ]

  /// Servers that start at once take turns by this lock: "KPSL".
  private static let lock: Int64 = 0x4b50_534c
  /// A migration of many entries takes its time.
  private static let migrationMaximum = Duration.seconds(3_600)

  /// Makes what is missing, in one transaction. A stranger's schema, another domain's ledger or a newer one is left as
  /// it is.
  static func prepare(_ connection: Connection, domain: Domain) throws {
    try connection.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 60000;")
    do {
      _ = try connection.run([Query("SELECT pg_advisory_xact_lock($1)", [.integer(lock)])], within: .seconds(61))
      try migrate(connection, from: try version(connection), domain: domain)
      guard try storedDomain(connection) == domain else { throw LedgerError.anotherDomain }
      try connection.script("COMMIT", within: migrationMaximum)
    } catch {
      try? connection.script("ROLLBACK")
      throw error
    }
  }

  /// Checks that there is a ledger that this program can read; changes nothing.
  static func check(_ connection: Connection) throws -> Domain {
    switch try version(connection) {
    case nil: throw LedgerError.notALedger
    case migrations.count?: return try storedDomain(connection)
    default: throw LedgerError.cannotOpen("an older program has written it: open it with this one first")
    }
  }

  private static func migrate(_ connection: Connection, from version: Int?, domain: Domain) throws {
    for number in (version ?? 0)..<migrations.count {
      try connection.script(migrations[number], within: migrationMaximum)
      if number == 0 { try insert(domain, connection) }
      _ = try connection.run([
        Query("UPDATE ledger SET schema_version = $1::bigint", [.integer(Int64(number + 1))])
      ])
    }
  }

  /// The version of the ledger that is there, or `nil` where there is nothing at all.
  private static func version(_ connection: Connection) throws -> Int? {
    let answers = try connection.run([
      Query("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"),
      Query("SELECT count(*) FROM pg_class WHERE oid = to_regclass(current_schema() || '.ledger')"),
    ])
    let counts = try answers.map { try $0.first?.integer(0) ?? 0 }
    if counts[0] == 0 { return nil }
    guard counts[1] == 1 else { throw LedgerError.notALedger }
    return try ledgersVersion(connection)
  }

  private static func ledgersVersion(_ connection: Connection) throws -> Int {
    let sql = """
      SELECT count(*) FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'ledger'
        AND column_name IN ('application', 'schema_version')
      """
    guard try connection.run([Query(sql)])[0].first?.integer(0) == 2,
      let fields = try connection.run([Query("SELECT application, schema_version FROM ledger")])[0].first,
      try fields.optionalText(0) == application
    else { throw LedgerError.notALedger }
    let version = try fields.integer(1)
    if version > UInt64(migrations.count) { throw LedgerError.newerSchema }
    return Int(version)
  }

  private static func insert(_ domain: Domain, _ connection: Connection) throws {
    let sql = """
      INSERT INTO ledger
        (id, application, schema_version, domain_name, domain_version, domain_chain_id, domain_contract)
      VALUES (1, $1, 1, $2, $3, $4, $5)
      """
    _ = try connection.run([
      Query(
        sql,
        [
          .text(application), .text(domain.name), .text(domain.version), .text("\(domain.chainID)"),
          .bytes(domain.verifyingContract.bytes),
        ])
    ])
  }

  private static func storedDomain(_ connection: Connection) throws -> Domain {
    let sql = "SELECT domain_name, domain_version, domain_chain_id, domain_contract FROM ledger"
    guard let fields = try connection.run([Query(sql)])[0].first else {
      throw LedgerError.damaged("its domain is missing")
    }
    return try fields.domain(0)
  }
}
