import ExchangeAPI
import ExchangeClient
import Foundation
import PerpsProtocol
import Signing

/// From a wallet to the first order and back: `QuickStart [URL]`, against a server that `make run` has started.
@main
enum QuickStart {
  static func main() async {
    do {
      let server = try CommandLine.arguments.dropFirst().first.map { try ExchangeEndpoint.url($0) }
      try await trade(at: server ?? .local)
    } catch {
      FileHandle.standardError.write(Data("QuickStart: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func trade(at server: ExchangeEndpoint) async throws {
    let exchange = try await Exchange.connect(to: server)

    // A wallet for this run alone, with play money. A real one asks its owner before it signs.
    let wallet = LocalWallet(Secp256k1PrivateKey())
    try await exchange.deposit("10000.00000000", authorizedBy: wallet)
    print("Wallet   \(wallet.address)")

    // The wallet's one signature for the session. From here on nobody is asked.
    let session = try await exchange.startSession(
      authorizedBy: wallet, permitting: .trade(in: ["ETH-USD"], upTo: "5000.00000000"))
    print("Session  \(session.key.address) may trade in ETH-USD")

    // Far under the market: it rests.
    let order = try await session.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "1500.00000000", .postOnly))
    print("Order    \(order.orderID.text) is \(order.status.wireName)")

    let cancelled = try await session.cancel(order)
    print("Order    \(order.orderID.text) is \(cancelled.status.wireName)")

    // Only the wallet can do this: a session has no such method.
    let withdrawal = try await exchange.withdraw("100.00000000", authorizedBy: wallet)
    print("Withdrew \(withdrawal.quantity)")

    let end = try await session.end()
    print("Session  ended with entry \(end.sequence) of the ledger")
  }
}
