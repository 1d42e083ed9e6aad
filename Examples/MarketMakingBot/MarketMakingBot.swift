import ExchangeAPI
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
    let arguments = CommandLine.arguments
    guard (2...3).contains(arguments.count), let seconds = Int(arguments[1]), seconds > 0 else {
      fail("usage: MarketMakingBot SECONDS [URL]", status: 64)
    }
    do {
      let server = try arguments.count == 3 ? .url(arguments[2]) : ExchangeEndpoint.local
      try await trade(at: server, for: .seconds(seconds), Settings())
    } catch { fail("\(error)", status: 1) }
  }

  private static func trade(at server: ExchangeEndpoint, for time: Duration, _ settings: Settings) async throws {
    let exchange = try await Exchange.connect(to: server)
    let wallet = LocalWallet(Secp256k1PrivateKey())
    try await exchange.deposit(settings.balance, authorizedBy: wallet)
    print("Wallet   \(wallet.address) has \(settings.balance) of play money")

    let scope = try SessionKeyScope(
      permission: .trade, markets: [settings.market], maximumOrderValue: settings.orderValueMaximum)
    let session = try await exchange.startSession(authorizedBy: wallet, permitting: scope, lasting: .seconds(3_600))
    print("Session  \(session.key.address) may trade in \(settings.market)")

    var failure: (any Error)?
    do {
      try await run(for: time) {
        var maker = MarketMaker(session, settings)
        try await maker.run()
      }
    } catch { failure = error }
    try await end(session, settings)
    if let failure { throw failure }
  }

  /// Whatever has happened, the session ends: an order that was still on its way is refused from then on.
  private static func end(_ session: Session, _ settings: Settings) async throws {
    let cancelled = try await session.cancelAll(in: settings.market)
    let position = try await session.account.positions(in: settings.market).first?.quantity ?? .zero
    print("Ended    \(cancelled.count) orders cancelled, position \(position)")
    let end = try await session.end()
    print("Session  ended with entry \(end.sequence) of the ledger")
  }

  private static func fail(_ reason: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("MarketMakingBot: \(reason)\n".utf8))
    exit(status)
  }
}
