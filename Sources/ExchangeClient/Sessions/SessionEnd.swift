public import ExchangeAPI
public import PerpsProtocol
public import Signing

extension Exchange {
  /// Ends a session by its wallet, for ever: at any exchange, also where the key itself is lost or in strange hands.
  ///
  /// At Katana Perps the key is ended first, and its orders are cancelled then, with a second signature of the wallet:
  /// whoever has the key can place none in between.
  ///
  /// - Parameter openOrders: what becomes of the orders that the key has resting.
  /// - Returns: the orders that were cancelled.
  @discardableResult
  public func end(
    _ session: Session, openOrders: OpenOrders = .cancel, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> [CancellationResult] {
    guard wallet.address == session.wallet else { throw .invalid(reason: "a session is ended by its own wallet") }
    guard endpoint.terms.areOfDelegatedKeys else {
      return try await revoke(sessionKey: session.key.address, openOrders: openOrders, authorizedBy: wallet).orders
    }
    try await revoke(delegatedKey: session.key.address, credentials: session.credentials, authorizedBy: wallet)
    guard openOrders == .cancel else { return [] }
    return try await trading(with: wallet, credentials: session.credentials).cancelAll(placedBy: session.key.address)
  }
}
