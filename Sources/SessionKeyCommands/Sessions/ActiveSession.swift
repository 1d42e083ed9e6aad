internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// A session whose key has been taken out of its file, connected to its exchange.
struct ActiveSession: Trader {
  let exchange: Exchange
  let document: SessionDocument
  let key: SessionKey

  var wallet: Address { document.wallet }
  var signingKey: Address? { key.address }
  var credentials: APICredentials? { document.credentials.pair }

  /// Nothing is judged here: the exchange says with its own code why it refuses.
  func check(_ action: TradingAction) {}

  func sign(_ action: TradingAction) throws(ExchangeError) -> KeySignature {
    do { return try key.sign(action, in: exchange.domain) } catch { throw .notSigned(error) }
  }

  /// The key revokes itself, for ever.
  func end(openOrders: OpenOrders) async throws(ExchangeError) -> SessionKeyRevocationResult {
    let revocation = SessionKeyRevocation(
      nonce: exchange.nonce(), wallet: wallet, sessionKey: key.address, openOrders: openOrders)
    let signature: KeySignature
    do { signature = try key.sign(revocation, in: exchange.domain) } catch { throw .notSigned(error) }
    return try await exchange.send(
      SignedRequest(action: .revokeSessionKey(revocation), signature: signature), as: SessionKeyRevocationResult.self,
      credentials: credentials)
  }
}

extension SessionDocument {
  /// Connects to the session's exchange, which must be the one that the session was started with.
  func connect() async throws(CommandFailure) -> Exchange {
    let exchange = try await ServerOptions.connect(to: server, isSandbox: isSandbox)
    guard exchange.domain == domain else { throw .session(.anotherExchange(server)) }
    return exchange
  }
}

extension StoredCredentials {
  /// The pair in the form that signs; a document has no other.
  var pair: APICredentials? { APICredentials(key: key, secret: secret) }
}
