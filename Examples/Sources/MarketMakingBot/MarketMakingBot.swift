import ExchangeClient
import Foundation
import PerpsProtocol
import Signing

/// A small market maker: `MarketMakingBot SECONDS [URL]`, against a server that `make run` has started.
///
/// It makes a wallet for this run alone, has it approve a session key once, and quotes both sides of one market with
/// that key. What it may do at most is not up to this program: the exchange holds the key to its market and its limit.
@main
enum MarketMakingBot {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    guard let seconds = arguments.first.flatMap({ Int($0) }), seconds > 0, arguments.count <= 2 else {
      fail("usage: MarketMakingBot SECONDS [URL]", status: 64)
    }
    do {
      let server: ExchangeEndpoint = if arguments.count == 2 { try .url(arguments[2]) } else { .local }
      try await trade(at: server, for: .seconds(seconds))
    } catch { fail("\(error)", status: 1) }
  }

  private static func trade(at server: ExchangeEndpoint, for time: Duration) async throws {
    let settings = try Settings()
    let exchange = try await Exchange.connect(to: server)
    let wallet = LocalWallet(Secp256k1PrivateKey())
    try await exchange.deposit(settings.balance, authorizedBy: wallet)
    print("Wallet   \(wallet.address) has \(settings.balance) of play money")

    let scope = try SessionKeyScope(
      permission: .trade, markets: [settings.market], maximumOrderValue: settings.orderValueMaximum)
    let session = try await exchange.startSession(authorizedBy: wallet, permitting: scope, lasting: .seconds(3_600))
    print(
      "Session  \(session.key.address) may trade in \(settings.market), at most \(settings.orderValueMaximum) an order")

    let outcome: Result<String, any Error>
    do {
      let reason = try await run(for: time) {
        var maker = MarketMaker(session, settings)
        try await maker.run()
      }
      outcome = .success(reason)
    } catch { outcome = .failure(error) }
    try await end(session, settings)
    print("Ended    \(try outcome.get())")
  }

  /// Cancels and ends the session, whatever has happened. An order that was still on its way is refused from then on.
  private static func end(_ session: Session, _ settings: Settings) async throws {
    let cancelled = try await session.cancelAll(in: settings.market)
    let position = try await session.view(of: settings.market).position
    let end = try await session.end()
    print("Orders   \(cancelled.count) cancelled")
    print("Position \(position)")
    print("Session  ended with entry \(end.sequence) of the ledger: the key signs nothing any more")
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("MarketMakingBot: \(message)\n".utf8))
    exit(status)
  }
}
