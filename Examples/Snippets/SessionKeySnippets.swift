import EthereumPrimitives
import ExchangeClient
import PerpsProtocol
import Signing
import TypedData

// The pages of SessionKeys.

func sign(_ order: Order, in domain: Domain) throws -> KeySignature {
  let key = SessionKey()
  let signature = try key.sign(.order(order), in: domain)
  return signature
}

func authorize(
  _ key: SessionKey, by wallet: some WalletSigner, _ scope: SessionKeyScope, now: Timestamp, in domain: Domain
) async throws -> (RecoverableSignature, KeySignature) {
  var nonces = NonceSequence()
  let authorization = try SessionKeyAuthorization(
    nonce: nonces.next(now: NonceTime(now)), wallet: wallet.address, sessionKey: key.address,
    scope: scope, expiresAt: now.adding(milliseconds: Timestamp.millisecondsPerDay))
  let approval = try await wallet.sign(authorization, in: domain)
  let consent = try key.consent(to: authorization, in: domain)
  return (approval, consent)
}

func bounds() throws -> SessionKeyScope {
  let scope = try SessionKeyScope(
    permission: .trade,
    markets: [MarketSymbol("ETH-USD")],
    maximumOrderValue: Pips("5000.00000000"),
    maximumDailyValue: Pips("100000.00000000"),
    maximumPriceDeviation: Pips("0.05000000"))
  return scope
}

func makeNonces(now: Timestamp) -> [Nonce] {
  var nonces = NonceSequence()
  let first = nonces.next(now: NonceTime(now))
  let second = nonces.next(now: NonceTime(now))  // later by one tick
  return [first, second]
}

func end(
  _ session: Session, and lost: Address, of wallet: some WalletSigner, on exchange: Exchange
) async throws {
  try await session.end()
  try await exchange.revoke(sessionKey: lost, authorizedBy: wallet)
  try await exchange.revokeAllSessionKeys(authorizedBy: wallet)
}
