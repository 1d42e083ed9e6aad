internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys
internal import Synchronization

/// The records of session keys, read once and then kept: they never change.
///
/// Only what has been committed gets into the cache.
final class KeyRecords: SessionKeyDirectory, Sendable {
  private let pool: DatabasePool
  private let cache = Mutex(RecordCache(countMaximum: LedgerLimits.recordsCachedMaximum))

  init(pool: DatabasePool) { self.pool = pool }

  /// An unreadable ledger knows no keys: whoever they sign for is refused.
  func record(of sessionKey: Address) -> SessionKeyRecord? { try? committedRecord(of: sessionKey) }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    let records = try? pool.read { db in
      let sql = """
        SELECT k.curve, k.public_key, e.request FROM session_key k JOIN entry e ON e.sequence = k.sequence
        WHERE k.wallet = ? AND k.curve = 2 ORDER BY k.sequence DESC LIMIT \(LedgerLimits.p256RecordsMaximum)
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [wallet.blob]).map(Self.record)
    }
    return records ?? []
  }

  func committedRecord(of address: Address) throws -> SessionKeyRecord? {
    if let record = cache.withLock({ $0.record(of: address) }) { return record }
    let record = try pool.read { db in try Self.stored(address, in: db) }
    if let record { keep(record) }
    return record
  }

  /// The record for an entry that is being read.
  func committedRecord(of address: Address, in db: Database) throws -> SessionKeyRecord? {
    if let record = cache.withLock({ $0.record(of: address) }) { return record }
    let record = try Self.stored(address, in: db)
    if let record { keep(record) }
    return record
  }

  /// What stands in the database, in whatever transaction.
  static func stored(_ address: Address, in db: Database) throws -> SessionKeyRecord? {
    let sql = """
      SELECT k.curve, k.public_key, e.request FROM session_key k JOIN entry e ON e.sequence = k.sequence
      WHERE k.address = ?
      """
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [address.blob]).map(record)
  }

  /// Columns: curve, public key, the registering request.
  static func record(_ row: Row) throws -> SessionKeyRecord { try Columns(row: row).record(0) }

  private func keep(_ record: SessionKeyRecord) {
    // What is dropped is freed after the lock: it may be much.
    _ = cache.withLock { $0.keep(record) }
  }
}
