import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing

// On Katana Perps itself. Nothing here is run by a test: there is none against the exchange.

/// A key that was authorised as the exchange does it: all markets, no limits, 30 days.
struct DelegatedTrader: Trader {
  let exchange: Exchange
  let wallet: Address
  let key: SessionKey
  let credentials: APICredentials?

  var signingKey: Address? { key.address }

  func check(_ action: TradingAction) {}

  func sign(_ action: TradingAction) throws(ExchangeError) -> KeySignature {
    do { return try key.sign(action, in: exchange.domain) } catch { throw .notSigned(error) }
  }
}

func tradeByHand(_ wallet: some WalletSigner, _ credentials: APICredentials) async throws {
  let exchange = try await Exchange.connect(to: .katanaPerps(.sandbox))
  try await exchange.associate(credentials: credentials, authorizedBy: wallet)

  let key = SessionKey()
  try await exchange.authorize(delegatedKey: key.address, credentials: credentials, authorizedBy: wallet)

  let trader = DelegatedTrader(exchange: exchange, wallet: wallet.address, key: key, credentials: credentials)
  let order = try await trader.place(.limit(.buy, "0.10000000", of: "ETH-USD", at: "1000.00000000", .postOnly))
  try await trader.cancel(order)

  let revocation = DelegatedKeyAuthorization(nonce: exchange.nonce(), delegatedKey: key.address)
  let signature = try await wallet.sign(revocation, in: exchange.domain)
  let request = SignedRequest(
    action: .revokeDelegatedKey(revocation, wallet: wallet.address), signature: .secp256k1(signature))
  let revoked = try await exchange.send(request, as: DelegatedKeyDetails.self, credentials: credentials)
  print(revoked.delegatedKey)
}
