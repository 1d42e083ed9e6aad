internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// The facts of one moment, read inside the transaction that will append the entry; what the batch has done so far is
/// among them.
///
/// The rules cannot fail to read. Where the store does, the answer is the one that refuses, and
/// ``throwIfUnreadable()`` ends the transaction.
final class TransactionFacts<Store: StoreTransaction>: AdmissionFacts {
  let now: Timestamp
  let standings: KeyStandings<Store>
  let store: Store
  /// Nonces before this tick may have been used and forgotten. The window of a new policy may reach back further.
  private let forgottenBeforeTicks: UInt64
  /// The index prices that were read in this transaction: an order asks up to three times.
  private var prices: [MarketSymbol: Pips?] = [:]
  private var failure: (any Error)?

  init(store: Store, now: Timestamp, forgottenBeforeTicks: UInt64) {
    self.store = store
    self.now = now
    self.forgottenBeforeTicks = forgottenBeforeTicks
    standings = KeyStandings(store: store)
  }

  func throwIfUnreadable() throws { if let failure { throw failure } }

  func record(of sessionKey: Address) -> SessionKeyRecord? {
    read(whenUnreadable: nil) { try store.record(of: sessionKey) }
  }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }

  func isRevoked(_ sessionKey: Address) -> Bool {
    read(whenUnreadable: true) { try standings.standing(of: sessionKey)?.isRevoked ?? false }
  }

  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool {
    if nonce.time.ticks < forgottenBeforeTicks { return true }
    return read(whenUnreadable: true) { try store.isUsed(nonce, by: wallet) }
  }

  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips {
    read(whenUnreadable: .maximum) { try standings.standing(of: sessionKey)?.valueUsed(onDay: day) ?? .zero }
  }

  func indexPrice(of market: MarketSymbol) -> Pips? {
    if let price = prices[market] { return price }
    return read(whenUnreadable: nil) {
      let price = try store.indexPrice(of: market)
      prices[market] = .some(price)
      return price
    }
  }

  /// Takes note of an index price that this transaction has published.
  func note(_ price: IndexPrice) { prices[price.market] = price.price }

  func allSessionKeysRevoked(by wallet: Address) -> Nonce? {
    read(whenUnreadable: nil) { try store.latestRevocationOfAll(by: wallet) }
  }

  /// Nonces are invalidated on chain; no entry says so yet.
  func noncesInvalidated(by wallet: Address) -> Nonce? { nil }

  private func read<Value>(whenUnreadable fallback: Value, _ body: () throws -> Value) -> Value {
    do { return try body() } catch {
      failure = failure ?? error
      return fallback
    }
  }
}
