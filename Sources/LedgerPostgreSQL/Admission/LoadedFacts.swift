internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// A transaction in memory: what was loaded for its requests, and what it will write.
///
/// A question whose answer was not loaded ends the transaction: nothing is guessed.
final class LoadedFacts: StoreTransaction {
  private let questions: BatchQuestions
  private var standings: [Address: KeyStanding]
  private var records: [Address: SessionKeyRecord]
  private var used: Set<WalletNonce>
  private var prices: [MarketSymbol: Pips]
  private var revocationsOfAll: [Address: Nonce]
  private var attempts: [Address: CustodyAttempts]
  private(set) var writes = BatchWrites()

  init(
    questions: BatchQuestions, standings: [Address: KeyStanding], records: [Address: SessionKeyRecord],
    used: Set<WalletNonce>, prices: [MarketSymbol: Pips], revocationsOfAll: [Address: Nonce],
    attempts: [Address: CustodyAttempts]
  ) {
    self.questions = questions
    self.standings = standings
    self.records = records
    self.used = used
    self.prices = prices
    self.revocationsOfAll = revocationsOfAll
    self.attempts = attempts
  }

  func record(of sessionKey: Address) throws -> SessionKeyRecord? {
    try check(questions.records.contains(sessionKey))
    return records[sessionKey]
  }

  func standing(of sessionKey: Address) throws -> KeyStanding? {
    try check(questions.keys.contains(sessionKey))
    return standings[sessionKey]
  }

  func isUsed(_ nonce: Nonce, by wallet: Address) throws -> Bool {
    let nonce = WalletNonce(nonce: nonce, wallet: wallet)
    try check(questions.nonces.contains(nonce))
    return used.contains(nonce)
  }

  func indexPrice(of market: MarketSymbol) throws -> Pips? {
    try check(questions.markets.contains(market))
    return prices[market]
  }

  func latestRevocationOfAll(by wallet: Address) throws -> Nonce? {
    try check(questions.wallets.contains(wallet))
    return revocationsOfAll[wallet]
  }

  private func check(_ wasLoaded: Bool) throws {
    guard wasLoaded else { throw LedgerError.notAdmitted("the rules ask for a fact that was not loaded") }
  }
}

// MARK: - Writing

extension LoadedFacts {
  func append(_ entry: LedgerEntry, encoded: [UInt8], chain: Bytes32) {
    writes.entries.append(AppendedEntry(entry: entry, encoded: encoded, chain: chain))
  }

  func use(_ nonce: Nonce, by wallet: Address) {
    let nonce = WalletNonce(nonce: nonce, wallet: wallet)
    used.insert(nonce)
    writes.nonces.append(nonce)
  }

  func register(_ record: SessionKeyRecord, at sequence: UInt64) {
    let latest = revocationsOfAll[record.wallet]
    records[record.address] = record
    standings[record.address] = KeyStanding(
      wallet: record.wallet, authorizationTicks: record.authorizationNonce.time.ticks,
      isRevokedWithAll: latest.map { $0.time >= record.authorizationNonce.time } ?? false)
    writes.keys.append((record, sequence))
  }

  func revoke(_ sessionKey: Address, by sequence: UInt64) {
    standings[sessionKey]?.revokedBy = sequence
    writes.revocations[sessionKey] = sequence
  }

  func revokeAll(_ revocation: AllSessionKeysRevocation, at sequence: UInt64) {
    revocationsOfAll[revocation.wallet] = revocation.nonce
    let ticks = revocation.nonce.time.ticks
    for (address, standing) in standings
    where standing.wallet == revocation.wallet && standing.authorizationTicks <= ticks {
      standings[address]?.isRevokedWithAll = true
    }
    writes.revocationsOfAll.append((revocation, sequence))
  }

  func publish(_ price: IndexPrice, at sequence: UInt64) {
    prices[price.market] = price.price
    writes.prices[price.market] = (price.price, sequence)
  }

  func count(_ attempt: CustodyAttempt, encoded: [UInt8], at time: Timestamp) -> CustodyAttempts {
    let key = attempt.sessionKey.address
    let before = attempts[key]
    let counted = CustodyAttempts(
      count: (before?.count ?? 0) + 1, firstTime: before?.firstTime ?? time, lastTime: time,
      lastRequest: attempt.request)
    attempts[key] = counted
    writes.attempts[key] = (counted, encoded)
    return counted
  }

  func write(uses: [Address: KeyStanding]) {
    standings.merge(uses) { $1 }
    writes.uses.merge(uses) { $1 }
  }

  func write(refusals: [Address: KeyStanding]) {
    standings.merge(refusals) { $1 }
    writes.refusals.merge(refusals) { $1 }
  }

  func forgetNonces(before horizon: NonceTime) { writes.forgottenBefore = horizon }
}
