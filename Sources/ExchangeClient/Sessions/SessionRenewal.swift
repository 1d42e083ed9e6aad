internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
public import Signing

extension Exchange {
  /// Renews a session: the wallet authorises a new key with the same bounds, while the old one still trades.
  ///
  /// Nothing happens to the old session and to the orders that it has resting: trade on with the new one, and end the
  /// old one with ``Session/end(openOrders:)``, keeping its orders, or let it expire. Each key has a daily limit of its
  /// own; while both live the wallet has both.
  ///
  /// - Parameters:
  ///   - session: the session whose bounds the new one has. It may have expired.
  ///   - wallet: who approves: the wallet of the session.
  ///   - lifetime: how long the new one lives, up to 30 days; a day when left out, or 30 at Katana Perps.
  ///   - key: the new key, used for nothing else; keep it where the answer may be lost.
  public func renew(
    _ session: Session, authorizedBy wallet: some WalletSigner, lasting lifetime: Duration? = nil,
    key: SessionKey = SessionKey()
  ) async throws(ExchangeError) -> Session {
    guard wallet.address == session.wallet else {
      throw .invalid(reason: "a session is renewed by its own wallet")
    }
    guard key.address != session.key.address else {
      throw .invalid(reason: "a session is renewed with another key: one that was registered never is again")
    }
    return try await startSession(
      authorizedBy: wallet, permitting: session.scope, lasting: lifetime,
      named: session.name, key: key)
  }
}

extension SessionKeyDetails {
  /// The bounds that the wallet has signed.
  var scope: SessionKeyScope {
    get throws(SessionKeyScopeError) {
      try SessionKeyScope(
        permission: permission, markets: markets, maximumOrderValue: maximumOrderValue,
        maximumDailyValue: maximumDailyValue, maximumPriceDeviation: maximumPriceDeviation)
    }
  }
}
