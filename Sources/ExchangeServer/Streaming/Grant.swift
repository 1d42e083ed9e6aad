internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// By whose leave a wallet's events are delivered, and when that ends.
struct Grant: Hashable, Sendable {
  let wallet: Address
  /// The session key whose pair got the token; `nil` for an account's pair, whose leave does not end.
  let sessionKey: SessionKeyRecord?

  /// Whether nothing may be delivered any more from an entry on, that entry included.
  func isOver(at entry: LedgerEntry) -> Bool {
    guard let sessionKey else { return false }
    if entry.time >= sessionKey.expiresAt { return true }
    switch entry.action {
    case .revokeSessionKey(let revocation): return revocation.sessionKey == sessionKey.address
    case .revokeDelegatedKey(let revocation, _): return revocation.delegatedKey == sessionKey.address
    case .revokeAllSessionKeys(let revocation):
      return revocation.wallet == wallet && sessionKey.authorizationNonce.time <= revocation.nonce.time
    default: return false
    }
  }

  /// Whether the key's time is over.
  func isOver(at now: Timestamp) -> Bool { sessionKey.map { now >= $0.expiresAt } ?? false }
}
