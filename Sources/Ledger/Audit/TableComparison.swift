internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// Compares the tables beside the entries with what the entries say. Where they know more, the end of the ledger was
/// cut off; where they know less, the program that writes them forgets.
struct TableComparison {
  let snapshot: any StoreSnapshot
  let facts: AuditFacts
  let findings: FindingList
  /// Nonces before this time may have been forgotten.
  let horizon: NonceTime

  func run() throws {
    try compareKeys()
    try compareStandings()
    for (address, key) in facts.keys where !key.isInTable || !key.hasStandingInTable {
      report(at: key.registration, "the session key \(address) is missing in the tables")
    }
    try compareRevocationsOfAll()
    try compareIndexPrices()
    try compareNonces()
  }

  private func report(at sequence: UInt64?, _ text: @autoclosure () -> String) {
    findings.add(.anotherTable, at: sequence, text())
  }

  /// Goes through a table's rows. A row that cannot be read is a finding, and the next is read.
  private func forEach(of table: StoredTable, _ body: (any StoredColumns) throws -> Void) throws {
    try snapshot.forEach(of: table) { columns in
      do { try body(columns) } catch let error as LedgerError {
        findings.add(.unreadable, at: nil, "a table beside the entries: \(error)")
      }
    }
  }
}

// MARK: - Session keys

extension TableComparison {
  private func compareKeys() throws {
    try forEach(of: .keys) { columns in
      let address = try columns.required(columns.optionalAddress(0))
      let sequence = try columns.integer(2)
      guard let key = facts.keys[address] else {
        return report(at: sequence, "the tables have a session key \(address) that no entry registers")
      }
      key.isInTable = true
      let record = key.box.record
      let isSame =
        try sequence == key.registration && columns.optionalAddress(1) == record.wallet
        && columns.integer(3) == record.authorizationNonce.time.ticks
        && columns.optionalInteger(4) == record.publicKey.map { UInt64($0.curve.rawValue) }
        && columns.optionalBytes(5) == record.publicKey?.raw
      if !isSame { report(at: key.registration, "the tables have the session key \(address) otherwise than the entry") }
    }
  }

  private func compareStandings() throws {
    let names = [
      "revoked_by", "first_use", "last_use", "action_count", "value_day", "value_used", "expires_at",
      "authorization_ticks",
    ]
    try forEach(of: .standings) { columns in
      let address = try columns.required(columns.optionalAddress(0))
      guard let key = facts.keys[address] else {
        return report(at: nil, "the tables say how a session key \(address) stands that no entry registers")
      }
      key.hasStandingInTable = true
      let standing = key.standing
      let expected: [UInt64?] = [
        standing.revokedBy, standing.firstUse, standing.lastUse, standing.actionCount, standing.valueDay,
        standing.valueUsed.count, key.box.record.expiresAt.milliseconds, standing.authorizationTicks,
      ]
      if try columns.optionalAddress(names.count + 1) != standing.wallet {
        report(at: key.registration, "the tables have the session key \(address) as another wallet's")
      }
      for (index, name) in names.enumerated() {
        let stored = try columns.optionalInteger(index + 1)
        if stored == expected[index] { continue }
        let values = [stored, expected[index]].map { $0.map { "\($0)" } ?? "nothing" }
        report(
          at: key.registration,
          "of the session key \(address) the tables have \(values[0]) as \(name), and the entries \(values[1])")
      }
    }
  }
}

// MARK: - Revocations, prices and nonces

extension TableComparison {
  private func compareRevocationsOfAll() throws {
    var count = 0
    try forEach(of: .revocationsOfAll) { columns in
      let wallet = try columns.required(columns.optionalAddress(0))
      let (nonce, sequence) = (try columns.bytes(1), try columns.integer(2))
      let revocations = facts.revocationsOfAll[wallet] ?? []
      if revocations.contains(where: { $0.sequence == sequence && $0.nonce.bytes == nonce }) {
        count += 1
      } else {
        report(at: sequence, "the tables have a revocation of all keys of \(wallet) that no entry makes")
      }
    }
    let missing = facts.revocationsOfAll.values.reduce(0) { $0 + $1.count } - count
    if missing > 0 { report(at: nil, "\(missing) revocations of all keys of a wallet are missing in the tables") }
  }

  private func compareIndexPrices() throws {
    var count = 0
    try forEach(of: .indexPrices) { columns in
      let (market, sequence) = (try columns.required(columns.optionalText(0)), try columns.integer(2))
      let published = (try? MarketSymbol(market)).flatMap { facts.prices[$0] }
      if let published, published.sequence == sequence, try columns.integer(1) == published.price.count {
        count += 1
      } else {
        report(at: sequence, "the tables have an index price that is not the last that an entry publishes")
      }
    }
    let missing = facts.prices.count - count
    if missing > 0 { report(at: nil, "the last index prices of \(missing) markets are missing in the tables") }
  }

  private func compareNonces() throws {
    let ticks = max(horizon.ticks, try snapshot.forgottenBeforeTicks())
    var count = 0
    try forEach(of: .nonces(from: ticks)) { columns in
      let wallet = try columns.required(columns.optionalAddress(2))
      let nonce = UsedNonce(
        ticks: try columns.integer(0), rest: Int64(clamping: try columns.integer(1)), wallet: wallet)
      if facts.nonces.contains(nonce) {
        count += 1
      } else {
        report(at: nil, "the tables have a nonce of \(wallet) as used, and no entry has used it")
      }
    }
    let missing = facts.nonces.count(from: ticks) - count
    if missing > 0 { report(at: nil, "\(missing) nonces that entries have used could be used again") }
  }
}
