package import TypedData

/// A store as an audit reads it: without its lock, beside servers that write it.
package protocol AuditSource: Sendable {
  /// The domain that the ledger is of.
  var domain: Domain { get }
  /// The entries that follow one, or the first, in their order; few enough to be verified at a time.
  func page(after sequence: Int64?) throws(LedgerError) -> [StoredEntry]
  /// Reads everything as it is at one moment.
  func atOneMoment<Value>(_ body: (any StoreSnapshot) throws -> Value) throws(LedgerError) -> Value
  func close()
}

/// A store at one moment.
package protocol StoreSnapshot {
  /// The last entry's sequence number, or 0.
  func latestSequence() throws -> UInt64
  /// The tick before which used nonces may have been forgotten.
  func forgottenBeforeTicks() throws -> UInt64
  func page(after sequence: Int64?) throws -> [StoredEntry]
  /// Goes through a table's rows.
  func forEach(of table: StoredTable, _ body: (any StoredColumns) throws -> Void) throws
}

/// A table beside the entries, and its columns in the order in which they are read.
package enum StoredTable: Sendable {
  case keys
  case standings
  case revocationsOfAll
  case indexPrices
  case custodyAttempts
  /// Those from a tick on.
  case nonces(from: UInt64)

  /// What every store is asked.
  ///
  /// - Parameter standings: the table, or the view, of how keys stand.
  package func sql(standings: String) -> String {
    switch self {
    case .keys: "SELECT address, wallet, sequence, authorization_ticks, curve, public_key FROM session_key"
    case .standings:
      """
      SELECT address, revoked_by, first_use, last_use, action_count, value_day, value_used, expires_at,
        authorization_ticks, wallet, refusal_count, last_refusal_code, last_refusal_time
      FROM \(standings)
      """
    case .revocationsOfAll: "SELECT wallet, nonce, sequence, ticks FROM all_keys_revocation"
    case .indexPrices: "SELECT market, price, sequence FROM index_price"
    case .custodyAttempts: "SELECT address, count, first_time, last_time, last_request FROM custody_attempts"
    case .nonces(let ticks): "SELECT ticks, rest, wallet FROM used_nonce WHERE ticks >= \(Int64(clamping: ticks))"
    }
  }
}
