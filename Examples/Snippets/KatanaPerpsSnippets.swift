import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing

// On Katana Perps itself. The same lines run against a server of this project that is spoken to in the same terms
// (StreamingTests); there is no test against the exchange.

func tradeByHand(_ wallet: some WalletSigner, _ credentials: APICredentials) async throws {
  let exchange = try await Exchange.connect(to: .katanaPerps(.sandbox, credentials: credentials))
  let session = try await exchange.startSession(authorizedBy: wallet, permitting: .unlimited)

  let order = try await session.place(.limit(.buy, "0.10000000", of: "ETH-USD", at: "1000.00000000", .postOnly))
  try await session.cancel(order)

  try await exchange.end(session, authorizedBy: wallet)
}
