internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

// Sessions at Katana Perps itself, whose terms say less than those of this project's servers.
extension Exchange {
  private static let delegatedLifetime = Duration.milliseconds(
    Int64(SessionKeyAuthorization.lifetimeMillisecondsMaximum))

  func startDelegatedSession(
    authorizedBy wallet: some WalletSigner, _ scope: SessionKeyScope, _ lifetime: Duration?, _ name: SessionKeyName?,
    _ key: SessionKey, _ credentials: APICredentials?
  ) async throws(ExchangeError) -> Session {
    guard let credentials else { throw .credentialsMissing }
    guard scope == .unlimited else {
      throw .invalid(reason: "this exchange holds a key to no limits: permit .unlimited, and hold yourself to them")
    }
    guard lifetime.map({ $0 == Self.delegatedLifetime }) ?? true else {
      throw .invalid(
        reason: "at this exchange a key lives 30 days: leave its lifetime out, and end it when you are done")
    }
    guard key.publicKey.curve == .secp256k1 else {
      throw .invalid(reason: "this exchange takes keys on the curve secp256k1 only")
    }
    if try await !isAssociated(wallet.address, credentials) {
      try await associate(credentials: credentials, authorizedBy: wallet)
    }
    let delegated = try await authorize(
      delegatedKey: key.address, named: name, credentials: credentials, authorizedBy: wallet)
    guard delegated.delegatedKey == key.address else {
      throw .unreadableAnswer(status: 200, reason: "another key than ours was authorised")
    }
    return Session(
      exchange: self, key: key, wallet: wallet.address, delegated: delegated, credentials: credentials)
  }

  /// Whether a wallet is under the account of a pair, so that the wallet need not be asked to sign that.
  private func isAssociated(_ wallet: Address, _ credentials: APICredentials) async throws(ExchangeError) -> Bool {
    try await caller.read(.wallets, ReadQuery(), as: [WalletDetails].self, with: credentials)
      .contains { $0.wallet == wallet }
  }

  func resumeDelegatedSession(_ key: SessionKey, _ account: Account) async throws(ExchangeError) -> Session {
    guard let delegated = try await account.delegatedKeys().first(where: { $0.delegatedKey == key.address }) else {
      throw .wouldBeRefused(.sessionKeyUnknown)
    }
    if now >= delegated.expires { throw .wouldBeRefused(.sessionKeyExpired(at: delegated.expires)) }
    return Session(
      exchange: self, key: key, wallet: account.wallet, delegated: delegated, credentials: account.credentials)
  }
}
