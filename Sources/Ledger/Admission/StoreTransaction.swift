package import EthereumPrimitives
package import PerpsProtocol
package import SessionKeys

/// What a store knows at one moment, and what one transaction of it writes.
///
/// The rules of a batch are the same for every store (``BatchTransaction``); a store only reads and writes. What was
/// written is found by whoever reads later in the same transaction. What throws ends the transaction, and nothing of it
/// was done.
package protocol StoreTransaction: AnyObject {
  /// The record of a session key that was ever registered.
  func record(of sessionKey: Address) throws -> SessionKeyRecord?
  /// How a session key stands, or `nil` when it was never registered.
  func standing(of sessionKey: Address) throws -> KeyStanding?
  /// Whether a nonce was used and has not been forgotten.
  func isUsed(_ nonce: Nonce, by wallet: Address) throws -> Bool
  /// The last index price of a market.
  func indexPrice(of market: MarketSymbol) throws -> Pips?
  /// The wallet's revocation of all keys that reaches furthest.
  func latestRevocationOfAll(by wallet: Address) throws -> Nonce?

  func append(_ entry: LedgerEntry, encoded: [UInt8], chain: Bytes32) throws
  func use(_ nonce: Nonce, by wallet: Address) throws
  func register(_ record: SessionKeyRecord, at sequence: UInt64) throws
  func revoke(_ sessionKey: Address, by sequence: UInt64) throws
  func revokeAll(_ revocation: AllSessionKeysRevocation, at sequence: UInt64) throws
  func publish(_ price: IndexPrice, at sequence: UInt64) throws
  /// Counts an attempt; gives all of the key's.
  func count(_ attempt: CustodyAttempt, encoded: [UInt8], at time: Timestamp) throws -> CustodyAttempts
  /// Writes how keys stand that have acted.
  func write(uses: [Address: KeyStanding]) throws
  /// Writes how keys stand of which something was refused.
  func write(refusals: [Address: KeyStanding]) throws
  /// Forgets nonces before a time, at most ``UsedNonces/forgottenAtOnceMaximum``.
  func forgetNonces(before horizon: NonceTime) throws
}

/// Where a ledger ends, as a transaction finds it.
package struct LedgerHead: Sendable {
  /// The last entry, or `nil` when there is none.
  package let last: LedgerMoment?
  /// The tick before which nonces may have been forgotten; they count as used.
  package let forgottenBeforeTicks: UInt64

  package init(last: LedgerMoment?, forgottenBeforeTicks: UInt64) {
    self.last = last
    self.forgottenBeforeTicks = forgottenBeforeTicks
  }
}
