internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol
internal import SessionKeys

/// The facts of one moment, read inside the transaction that will append the entry; what the batch has done so far is
/// among them.
///
/// The rules cannot fail to read. Where the database does, the answer is the one that refuses, and
/// ``throwIfUnreadable()`` ends the transaction.
final class TransactionFacts: AdmissionFacts {
  let now: Timestamp
  let standings: KeyStandings
  private let db: Database
  /// Nonces before this tick may have been used and forgotten. The window of a new policy may reach back further.
  private let forgottenBeforeTicks: UInt64
  /// The index prices that were read in this transaction: an order asks up to three times.
  private var prices: [MarketSymbol: Pips?] = [:]
  private var failure: (any Error)?

  init(db: Database, now: Timestamp, forgottenBeforeTicks: UInt64) {
    self.db = db
    self.now = now
    self.forgottenBeforeTicks = forgottenBeforeTicks
    standings = KeyStandings(db: db)
  }

  func throwIfUnreadable() throws { if let failure { throw failure } }

  func record(of sessionKey: Address) -> SessionKeyRecord? {
    read(whenUnreadable: nil) { try KeyRecords.stored(sessionKey, in: db) }
  }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }

  func isRevoked(_ sessionKey: Address) -> Bool {
    read(whenUnreadable: true) { try standings.standing(of: sessionKey)?.isRevoked ?? false }
  }

  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool {
    if nonce.time.ticks < forgottenBeforeTicks { return true }
    let sql = "SELECT 1 FROM used_nonce WHERE ticks = ? AND rest = ? AND wallet = ?"
    return read(whenUnreadable: true) {
      try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [nonce.time.sql, nonce.restSQL, wallet.blob]) != nil
    }
  }

  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips {
    read(whenUnreadable: .maximum) { try standings.standing(of: sessionKey)?.valueUsed(onDay: day) ?? .zero }
  }

  func indexPrice(of market: MarketSymbol) -> Pips? {
    if let price = prices[market] { return price }
    return read(whenUnreadable: nil) {
      let sql = "SELECT price FROM index_price WHERE market = ?"
      let price = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [market.text])
        .flatMap { try Columns(row: $0).optionalPips(0) }
      prices[market] = .some(price)
      return price
    }
  }

  /// Takes note of an index price that this transaction has published.
  func note(_ price: IndexPrice) { prices[price.market] = price.price }

  func allSessionKeysRevoked(by wallet: Address) -> Nonce? {
    read(whenUnreadable: nil) { try latestRevocationOfAll(by: wallet) }
  }

  /// Nonces are invalidated on chain; no entry says so yet.
  func noncesInvalidated(by wallet: Address) -> Nonce? { nil }

  func latestRevocationOfAll(by wallet: Address) throws -> Nonce? {
    let sql = "SELECT nonce FROM all_keys_revocation WHERE wallet = ? ORDER BY ticks DESC LIMIT 1"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [wallet.blob]) else { return nil }
    var reader = ByteReader(try Columns(row: row).bytes(0))
    return try reader.read()
  }

  private func read<Value>(whenUnreadable fallback: Value, _ body: () throws -> Value) -> Value {
    do { return try body() } catch {
      failure = failure ?? error
      return fallback
    }
  }
}
