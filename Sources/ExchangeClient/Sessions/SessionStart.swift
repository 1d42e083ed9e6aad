public import EthereumPrimitives
internal import ExchangeAPI
public import PerpsProtocol
public import SessionKeys
public import Signing

extension Exchange {
  /// Starts a session: the wallet approves a key once, and the key agrees.
  ///
  /// Katana Perps itself holds a key to no bounds and lets each live 30 days: there anything but
  /// `SessionKeyScope.unlimited` and 30 days is refused before anything is signed, since the key could do more than
  /// was asked for. A wallet that is not under the account of the endpoint's pair is put there first, with a signature
  /// of its own.
  ///
  /// - Parameters:
  ///   - wallet: who approves.
  ///   - scope: what the key may do.
  ///   - lifetime: how long it lives, up to 30 days; a day when left out, or 30 at Katana Perps.
  ///   - name: a label; not signed.
  ///   - key: the key, used for nothing else; a new one when left out.
  public func startSession(
    authorizedBy wallet: some WalletSigner, permitting scope: SessionKeyScope, lasting lifetime: Duration? = nil,
    named name: SessionKeyName? = nil, key: SessionKey = SessionKey()
  ) async throws(ExchangeError) -> Session {
    switch endpoint.terms {
    case .sessionKeys:
      try await startScopedSession(authorizedBy: wallet, scope, lifetime ?? .seconds(86_400), name, key)
    case .delegatedKeys(let credentials):
      try await startDelegatedSession(authorizedBy: wallet, scope, lifetime, name, key, credentials)
    }
  }

  private func startScopedSession(
    authorizedBy wallet: some WalletSigner, _ scope: SessionKeyScope, _ lifetime: Duration, _ name: SessionKeyName?,
    _ key: SessionKey
  ) async throws(ExchangeError) -> Session {
    let authorization = try authorization(of: key, by: wallet.address, scope, lifetime)
    let consent: KeySignature
    do { consent = try key.consent(to: authorization, in: domain) } catch { throw .notSigned(error) }
    let enrollment = SessionKeyEnrollment(authorization: authorization, consent: consent, publicKey: key.publicKey)
    let registration = try await send(
      .authorizeSessionKey(enrollment), signedBy: wallet, as: SessionKeyRegistration.self, label: name)
    guard registration.sessionKey.sessionKey == key.address, registration.sessionKey.wallet == wallet.address else {
      throw .unreadableAnswer(status: 200, reason: "another key than ours was registered")
    }
    return try Session(
      exchange: self, key: key, details: registration.sessionKey,
      credentials: APICredentials(key: registration.apiKey, secret: registration.apiSecret))
  }

  private func authorization(
    of key: SessionKey, by wallet: Address, _ scope: SessionKeyScope, _ lifetime: Duration
  ) throws(ExchangeError) -> SessionKeyAuthorization {
    let nonce = nonce()
    let (seconds, attoseconds) = lifetime.components
    guard seconds >= 0, seconds <= Int64(SessionKeyAuthorization.lifetimeMillisecondsMaximum / 1_000) else {
      throw .invalid(reason: "a session lasts more than nothing and at most 30 days")
    }
    let milliseconds = UInt64(seconds) * 1_000 + UInt64(max(attoseconds, 0) / 1_000_000_000_000_000)
    do {
      return try SessionKeyAuthorization(
        nonce: nonce, wallet: wallet, sessionKey: key.address, scope: scope,
        expiresAt: nonce.time.timestamp.adding(milliseconds: milliseconds))
    } catch { throw .invalid(reason: error.description) }
  }

  /// Continues a session that was started before, with the key and the pair that were kept.
  ///
  /// - Parameter credentials: the pair of the session; the endpoint's own at Katana Perps, when left out.
  /// - Throws: ``ExchangeError/wouldBeRefused(_:)`` where the key is unknown, revoked or expired.
  public func resumeSession(
    key: SessionKey, wallet: Address, credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> Session {
    guard let credentials = credentials ?? endpoint.terms.accountCredentials else { throw .credentialsMissing }
    let account = account(of: wallet, credentials: credentials)
    if endpoint.terms.areOfDelegatedKeys { return try await resumeDelegatedSession(key, account) }
    guard let details = try await account.sessionKeys().first(where: { $0.sessionKey == key.address }) else {
      throw .wouldBeRefused(.sessionKeyUnknown)
    }
    if details.status == .revoked { throw .wouldBeRefused(.sessionKeyRevoked) }
    if now >= details.expiresAt { throw .wouldBeRefused(.sessionKeyExpired(at: details.expiresAt)) }
    return try Session(exchange: self, key: key, details: details, credentials: credentials)
  }
}

extension SessionKeyScope {
  /// Trading in the named markets, or in all, with at most so much for each order.
  ///
  /// - Throws: ``ExchangeError/invalid(reason:)`` for a name or number that is none.
  public static func trade(
    in markets: [String] = [], upTo maximumOrderValue: String? = nil
  ) throws(ExchangeError) -> SessionKeyScope {
    do {
      return try SessionKeyScope(
        permission: .trade, markets: markets.map { try MarketSymbol($0) },
        maximumOrderValue: maximumOrderValue.map { try Pips($0) })
    } catch { throw .invalid(reason: "\(error)") }
  }
}
