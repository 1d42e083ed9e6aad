internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import TypedData

/// An open SQLite ledger: one writing connection, a few that read, and one that checkpoints.
struct LedgerFile: Sendable {
  let pool: DatabasePool
  let checkpointer: Checkpointer
  let lock: FileLock

  /// How many connections read at a time.
  private static let readersMaximum = 4
  /// How much of the file the writing connection keeps in memory, in KiB: the upper levels of every tree, and where the
  /// keys stand that trade. SQLite's 2 MB would have them read again and again when there are a million keys.
  private static let writerCacheKiB = 131_072
  /// How long a connection waits for another, in seconds.
  private static let busySeconds: TimeInterval = 5

  init(path: String, domain: Domain) throws(LedgerError) {
    lock = try FileLock(path: path + "-lock")
    do {
      try Self.prepare(path, domain: domain)
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      try pool.writeWithoutTransaction(Self.prepareToWrite)
      checkpointer = Checkpointer(queue: try DatabaseQueue(path: path, configuration: Self.configuration))
    } catch { throw LedgerError(opening: error) }
  }

  /// Flushes what is left and lets go of the file. Nothing happens the second time.
  func close() throws {
    try checkpointer.stop()
    try pool.close()
    lock.release()
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    configuration.maximumReaderCount = readersMaximum
    configuration.prepareDatabase { db in
      // Checkpoints happen where no request waits for them.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    }
    return configuration
  }

  /// A commit is durable when it returns. GRDB has chosen less for a pool, so this comes after opening it.
  private static func prepareToWrite(_ db: Database) throws {
    try db.execute(sql: "PRAGMA cache_size = -\(writerCacheKiB)")
    try db.execute(sql: "PRAGMA synchronous = FULL")
    guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
      throw LedgerError.cannotOpen("SQLite does not make commits durable")
    }
  }

  /// Checks that the file is a ledger of this domain that this program knows, and makes or migrates it. Looks before
  /// it touches: a stranger's file, or a newer ledger, is left as it is.
  private static func prepare(_ path: String, domain: Domain) throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    let isNew = try queue.read(isEmpty)
    try Schema.migrator.migrate(queue)
    try queue.write { db in
      let hasDomain = try !isNew && Int.fetchOne(db, sql: "SELECT count(*) FROM ledger") == 1
      if !hasDomain { try write(domain, in: db) }
      guard try storedDomain(in: db) == domain else { throw LedgerError.anotherDomain }
    }
    try makeDurable(queue)
  }

  /// Moves what a crash has left in the log into the database; the ledger does not open where that fails.
  ///
  /// A commit that was never synchronised, or whose sync has failed, stands in the log as the system remembers it and
  /// perhaps not on the disk, and no later sync brings it there. What is appended behind it would be lost with it when
  /// the power fails. Closing a connection moves the log as well, and tells nobody when it could not.
  private static func makeDurable(_ queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
  }

  /// Whether the file is empty; throws unless it is a ledger otherwise, and not a newer one.
  static func isEmpty(_ db: Database) throws -> Bool {
    if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 { return true }
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
      throw LedgerError.notALedger
    }
    if try Schema.migrator.hasBeenSuperseded(db) { throw LedgerError.newerSchema }
    return false
  }

  private static func write(_ domain: Domain, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO ledger (id, domain_name, domain_version, domain_chain_id, domain_contract) VALUES (1, ?, ?, ?, ?)
        """,
      arguments: [domain.name, domain.version, "\(domain.chainID)", domain.verifyingContract.blob])
  }

  static func storedDomain(in db: Database) throws -> Domain {
    let sql = "SELECT domain_name, domain_version, domain_chain_id, domain_contract FROM ledger"
    guard let columns = try Row.fetchOne(db, sql: sql).map(Columns.init) else {
      throw LedgerError.damaged("its domain is missing")
    }
    return try columns.domain(0)
  }
}

extension LedgerError {
  /// What opening threw.
  init(opening error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB: self = .notALedger
    case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: self = .damaged("\(error)")
    default: self = .cannotOpen("\(error)")
    }
  }

  /// What reading threw.
  init(reading error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as RequestEncodingError: self = .damaged("\(error)")
    case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: self = .damaged("\(error)")
    default: self = .unreadable("\(error)")
    }
  }
}
