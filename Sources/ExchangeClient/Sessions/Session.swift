public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
public import SessionKeys
public import Signing

/// A session: a key that a wallet has approved once, and that trades for it without asking again.
///
/// It has no method that moves custody: its key cannot sign one.
public struct Session: Trader {
  /// Where it trades.
  public let exchange: Exchange
  /// The key that signs. Whoever keeps a session between runs keeps this, encrypted.
  public let key: SessionKey
  /// The wallet that it trades for.
  public let wallet: Address
  /// What the key may do.
  public let scope: SessionKeyScope
  /// The first millisecond, by the server's clock, at which it may do nothing any more.
  public let expiresAt: Timestamp
  /// The trader's label.
  public let name: SessionKeyName?
  /// What the server said of the key; `nil` at Katana Perps, which has no such answer.
  public let details: SessionKeyDetails?
  /// What reads the wallet's data: of the session itself, with whose key it dies, or of an account at Katana Perps.
  public let credentials: APICredentials?

  /// Takes a key in the terms of this project's servers.
  init(
    exchange: Exchange, key: SessionKey, details: SessionKeyDetails, credentials: APICredentials?
  ) throws(ExchangeError) {
    do { scope = try details.scope } catch { throw .unreadableAnswer(status: 200, reason: error.description) }
    self.exchange = exchange
    self.key = key
    wallet = details.wallet
    expiresAt = details.expiresAt
    name = details.name.flatMap { SessionKeyName($0) }
    self.details = details
    self.credentials = credentials
  }

  /// Takes a key in the terms of Katana Perps.
  init(
    exchange: Exchange, key: SessionKey, wallet: Address, delegated: DelegatedKeyDetails, credentials: APICredentials
  ) {
    self.exchange = exchange
    self.key = key
    self.wallet = wallet
    scope = .unlimited
    expiresAt = delegated.expires
    name = delegated.name.flatMap { SessionKeyName($0) }
    details = nil
    self.credentials = credentials
  }

  /// The same session on another connection.
  init(_ session: Session, on exchange: Exchange) {
    self.exchange = exchange
    key = session.key
    wallet = session.wallet
    scope = session.scope
    expiresAt = session.expiresAt
    name = session.name
    details = session.details
    credentials = session.credentials
  }

  /// The key's address.
  public var signingKey: Address? { key.address }

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
    if let refusal = SessionBounds(scope: scope, expiresAt: expiresAt).refusal(of: action, now: exchange.now) {
      throw .wouldBeRefused(refusal)
    }
  }

  /// Signs with the key.
  public func sign(_ action: TradingAction) throws(ExchangeError) -> KeySignature {
    do { return try key.sign(action, in: exchange.domain) } catch { throw .notSigned(error) }
  }

  /// Ends the session: the key revokes itself, for ever.
  ///
  /// - Parameter openOrders: what becomes of the orders that it has resting.
  /// - Throws: ``ExchangeError/invalid(reason:)`` at Katana Perps, where only the wallet can end a key: see
  ///   ``Exchange/end(_:openOrders:authorizedBy:)``.
  @discardableResult
  public func end(openOrders: OpenOrders = .cancel) async throws(ExchangeError) -> SessionKeyRevocationResult {
    guard !exchange.endpoint.terms.areOfDelegatedKeys else {
      throw .invalid(reason: "here only the wallet can end a key: use Exchange.end(_:openOrders:authorizedBy:)")
    }
    return try await exchange.withNonce { nonce throws(ExchangeError) in
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
