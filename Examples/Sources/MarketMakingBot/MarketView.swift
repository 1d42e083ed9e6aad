import ExchangeAPI
import ExchangeClient
import PerpsProtocol

/// What the bot sees of the world at one moment.
struct MarketView {
  /// The market's rules and its index price.
  let market: MarketDetails
  /// The bot's position in it; negative when short.
  let position: Amount
  /// How many of its orders rest there whole.
  let untouchedOrders: Int
}

extension Session {
  /// Looks at a market.
  func view(of market: MarketSymbol) async throws -> MarketView {
    guard let details = try await exchange.markets(market).first else { throw BotError.noSuchMarket(market) }
    let position = try await account.positions(in: market).first?.quantity ?? .zero
    let orders = try await account.orders(in: market)
    return MarketView(
      market: details, position: position, untouchedOrders: orders.count { $0.executedQuantity == .zero })
  }
}

enum BotError: Error, CustomStringConvertible {
  case noSuchMarket(MarketSymbol)

  var description: String {
    switch self {
    case .noSuchMarket(let market): "the exchange has no market \(market)"
    }
  }
}
