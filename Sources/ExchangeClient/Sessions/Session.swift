public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
internal import SessionKeys
public import Signing

/// A session: a key that a wallet has approved once, and that trades for it without asking again.
///
/// It has no method that moves custody: its key cannot sign one.
public struct Session: Trader {
  /// Where it trades.
  public let exchange: Exchange
  /// The key that signs. Whoever keeps a session between runs keeps this, encrypted.
  public let key: SessionKey
  /// The key's bounds, as the server has registered them, and how it stood then.
  public let details: SessionKeyDetails
  /// What reads the wallet's data; dies with the key.
  public let credentials: APICredentials?

  init(exchange: Exchange, key: SessionKey, details: SessionKeyDetails, credentials: APICredentials?) {
    self.exchange = exchange
    self.key = key
    self.details = details
    self.credentials = credentials
  }

  /// The wallet that it trades for.
  public var wallet: Address { details.wallet }
  /// The key's address.
  public var signingKey: Address? { key.address }
  /// The first millisecond, by the server's clock, at which it may do nothing any more.
  public var expiresAt: Timestamp { details.expiresAt }

  /// The wallet's data.
  ///
  /// - Throws: ``ExchangeError/credentialsMissing`` where the session was resumed without a pair.
  public var account: Account {
    get throws(ExchangeError) {
      guard let credentials else { throw .credentialsMissing }
      return exchange.account(of: wallet, credentials: credentials)
    }
  }

  /// Throws where the key's expiry, permission, markets or limit on an order's value forbid the action. What has been
  /// used of a day's limit, and index prices, are for the server to judge.
  public func check(_ action: TradingAction) throws(ExchangeError) {
    if let refusal = SessionBounds(details).refusal(of: action, now: exchange.now) { throw .wouldBeRefused(refusal) }
  }

  /// Signs with the key.
  public func sign(_ action: TradingAction) throws(ExchangeError) -> KeySignature {
    do { return try key.sign(action, in: exchange.domain) } catch { throw .notSigned(error) }
  }

  /// Ends the session: the key revokes itself, for ever.
  ///
  /// - Parameter openOrders: what becomes of the orders that it has resting.
  @discardableResult
  public func end(openOrders: OpenOrders = .cancel) async throws(ExchangeError) -> SessionKeyRevocationResult {
    try await exchange.withNonce { nonce throws(ExchangeError) in
      let revocation = SessionKeyRevocation(
        nonce: nonce, wallet: wallet, sessionKey: key.address, openOrders: openOrders)
      let signature: KeySignature
      do { signature = try key.sign(revocation, in: exchange.domain) } catch { throw .notSigned(error) }
      return try await exchange.send(
        SignedRequest(action: .revokeSessionKey(revocation), signature: signature),
        as: SessionKeyRevocationResult.self, credentials: credentials)
    }
  }
}
