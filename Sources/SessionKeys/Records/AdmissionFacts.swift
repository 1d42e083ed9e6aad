public import EthereumPrimitives
public import PerpsProtocol

/// Which session keys are registered. Records never change, so a cache may answer.
public protocol SessionKeyDirectory {
  /// The record of a session key, or `nil` when no key of this address was ever registered.
  func record(of sessionKey: Address) -> SessionKeyRecord?
  /// The P-256 keys that a wallet has authorised; asked only to name the key behind a refused custody action.
  func p256Records(of wallet: Address) -> [SessionKeyRecord]
}

/// What the rules need to know besides the request. The rules only read; who answers decides what is true.
///
/// A ledger answers from inside the transaction that appends the entry, so that nothing can change between the
/// question and the entry. All answers must be of one moment.
public protocol AdmissionFacts: SessionKeyDirectory {
  /// The server's clock, read once for the whole judgement.
  var now: Timestamp { get }
  /// Whether a session key has been revoked.
  func isRevoked(_ sessionKey: Address) -> Bool
  /// Whether the wallet has used a nonce, for whatever action and by whatever signer.
  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool
  /// What the orders of a session key were worth on a UTC day so far.
  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips
  /// The index price of a market, or `nil` when there is none.
  func indexPrice(of market: MarketSymbol) -> Pips?
  /// The nonce of the wallet's last `AllSessionKeysRevocation`, or `nil`.
  func allSessionKeysRevoked(by wallet: Address) -> Nonce?
  /// The wallet's last nonce invalidation on chain (`invalidateNonce`), or `nil`.
  func noncesInvalidated(by wallet: Address) -> Nonce?
}

/// What an operator may choose about admission. Every value has the documented default of the architecture.
public struct AdmissionPolicy: Hashable, Sendable {
  /// How old a wallet's nonce may be, in milliseconds: people and hardware wallets are slow.
  public let walletNonceAgeMaximum: UInt64
  /// How old a session key's nonce may be, in milliseconds.
  public let sessionKeyNonceAgeMaximum: UInt64
  /// How far ahead of the server's clock a nonce may be, in milliseconds.
  public let nonceAheadMaximum: UInt64
  /// Whether a session key that signs a custody action is revoked on the spot.
  public let custodyAttemptRevokesKey: Bool

  /// The longest window that may be configured: used nonces are kept for so long, so it bounds the replay state.
  public static let nonceAgeMaximum: UInt64 = 24 * 60 * 60 * 1_000

  /// 10 minutes for wallets, 60 seconds for session keys, 10 seconds ahead; a custody attempt is refused and counted.
  public static let standard = AdmissionPolicy(
    unchecked: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000, custodyAttemptRevokesKey: false)

  /// Chooses a policy, or gives `nil` when a window is longer than ``nonceAgeMaximum``.
  public init?(
    walletNonceAgeMaximum: UInt64, sessionKeyNonceAgeMaximum: UInt64, nonceAheadMaximum: UInt64,
    custodyAttemptRevokesKey: Bool
  ) {
    let windows = [walletNonceAgeMaximum, sessionKeyNonceAgeMaximum, nonceAheadMaximum]
    guard windows.allSatisfy({ $0 <= Self.nonceAgeMaximum }) else { return nil }
    self.init(
      unchecked: walletNonceAgeMaximum, sessionKeyNonceAgeMaximum: sessionKeyNonceAgeMaximum,
      nonceAheadMaximum: nonceAheadMaximum, custodyAttemptRevokesKey: custodyAttemptRevokesKey)
  }

  private init(
    unchecked walletNonceAgeMaximum: UInt64, sessionKeyNonceAgeMaximum: UInt64, nonceAheadMaximum: UInt64,
    custodyAttemptRevokesKey: Bool
  ) {
    self.walletNonceAgeMaximum = walletNonceAgeMaximum
    self.sessionKeyNonceAgeMaximum = sessionKeyNonceAgeMaximum
    self.nonceAheadMaximum = nonceAheadMaximum
    self.custodyAttemptRevokesKey = custodyAttemptRevokesKey
  }
}
