internal import EthereumPrimitives
internal import Ledger
internal import SessionKeys
internal import Synchronization

/// The records of session keys, read once and then kept: they never change. A key that is not known is looked up each
/// time, for any server may have registered it meanwhile.
final class KeyRecords: Sendable {
  private let cache = Mutex(RecordCache(countMaximum: LedgerLimits.recordsCachedMaximum))

  func cached(_ address: Address) -> SessionKeyRecord? { cache.withLock { $0.record(of: address) } }

  func keep(_ record: SessionKeyRecord) {
    // What is dropped is freed after the lock: it may be much.
    _ = cache.withLock { $0.keep(record) }
  }

  /// The records of those keys that were ever registered, from the cache where possible.
  func records(of addresses: Set<Address>, on connection: Connection) throws -> [Address: SessionKeyRecord] {
    var records: [Address: SessionKeyRecord] = [:]
    var unknown: [Address] = []
    for address in addresses {
      if let record = cached(address) { records[address] = record } else { unknown.append(address) }
    }
    if unknown.isEmpty { return records }
    for record in try connection.run([Query(Self.byAddress, [.byteStrings(unknown.map(\.bytes))])])[0].map({
      try $0.record(0)
    }) {
      keep(record)
      records[record.address] = record
    }
    return records
  }

  /// The newest P-256 keys of a wallet.
  func p256Records(of wallet: Address, on connection: Connection) throws -> [SessionKeyRecord] {
    try connection.run([Query(Self.p256, [.bytes(wallet.bytes)])])[0].map { try $0.record(0) }
  }

  /// Those that were ever registered, of several.
  static let byAddress = """
    SELECT k.curve, k.public_key, e.request FROM session_key k JOIN entry e ON e.sequence = k.sequence
    WHERE k.address = ANY ($1)
    """

  private static let p256 = """
    SELECT k.curve, k.public_key, e.request FROM session_key k JOIN entry e ON e.sequence = k.sequence
    WHERE k.wallet = $1 AND k.curve = 2 ORDER BY k.sequence DESC LIMIT \(LedgerLimits.p256RecordsMaximum)
    """
}

/// Answers from what is in memory, and remembers what was asked and is not there.
final class CachedDirectory: SessionKeyDirectory, Sendable {
  private let records: KeyRecords
  private let state = Mutex(State())

  private struct State {
    /// What was looked up for this directory.
    var found: [Address: SessionKeyRecord?] = [:]
    var p256: [Address: [SessionKeyRecord]] = [:]
    var missing = Missing()
  }

  /// What was asked and is not in memory.
  struct Missing {
    var keys: Set<Address> = []
    var wallets: Set<Address> = []
    var isEmpty: Bool { keys.isEmpty && wallets.isEmpty }
  }

  init(records: KeyRecords) { self.records = records }

  func record(of sessionKey: Address) -> SessionKeyRecord? {
    if let record = records.cached(sessionKey) { return record }
    return state.withLock { state in
      if let found = state.found[sessionKey] { return found }
      state.missing.keys.insert(sessionKey)
      return nil
    }
  }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    state.withLock { state in
      if let found = state.p256[wallet] { return found }
      state.missing.wallets.insert(wallet)
      return []
    }
  }

  var missing: Missing { state.withLock { $0.missing } }

  /// Looks up what was missing; afterwards nothing is.
  func load(_ missing: Missing, on connection: Connection) throws {
    let found = try records.records(of: missing.keys, on: connection)
    var p256: [Address: [SessionKeyRecord]] = [:]
    for wallet in missing.wallets { p256[wallet] = try records.p256Records(of: wallet, on: connection) }
    state.withLock { state in
      for key in missing.keys { state.found[key] = .some(found[key]) }
      state.p256.merge(p256) { $1 }
      state.missing = Missing()
    }
  }
}
