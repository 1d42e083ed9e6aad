import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys

/// Quotes one market with a session until its task is cancelled.
struct MarketMaker {
  private let session: Session
  private let settings: Settings
  private var quotes: Quotes?
  private var position: Amount?

  init(_ session: Session, _ settings: Settings) {
    self.session = session
    self.settings = settings
  }

  /// Looks, quotes anew where that is due, pauses, and so on.
  mutating func run() async throws {
    while !Task.isCancelled {
      let seen = try await look()
      let ownOrders = try await session.account.orders(in: settings.market)
      if !stand(ownOrders, at: seen.market.indexPrice) { try await quoteAnew() }
      try await Task.sleep(for: settings.pause)
    }
  }

  /// Whether the quotes may stay: none has traded, and the index price is still near.
  private func stand(_ ownOrders: [OrderDetails], at indexPrice: Pips) -> Bool {
    guard let quotes, ownOrders.count(where: { $0.executedQuantity == .zero }) == quotes.drafts.count else {
      return false
    }
    return quotes.stand(at: indexPrice, settings)
  }

  /// First the old orders go. Then the position cannot change any more, and the new ones are sized by it.
  private mutating func quoteAnew() async throws {
    quotes = nil
    try await session.cancelAll(in: settings.market)
    let seen = try await look()
    let new = Quotes(around: seen.market.indexPrice, in: seen.market, position: seen.position, settings)
    print("Quotes   around \(new.indexPrice)")
    for draft in new.drafts { guard try await place(draft) else { return } }
    quotes = new
  }

  /// Places a quote; says whether it stands.
  private func place(_ draft: OrderDraft) async throws(ExchangeError) -> Bool {
    do {
      let order = try await session.place(draft)
      print("         \(draft.side.wireName) \(draft.quantity) at \(order.price ?? .zero)")
      return true
    } catch {
      // Somebody is on the other side already, and a post-only order does not trade at once.
      guard error.code == .refusal(.invalidParameter) else { throw error }
      print("         \(draft.side.wireName): refused, it would have traded at once")
      return false
    }
  }

  private mutating func look() async throws -> (market: MarketDetails, position: Amount) {
    guard let market = try await session.exchange.markets(settings.market).first else {
      throw ExchangeError.invalid(reason: "the exchange has no market \(settings.market)")
    }
    let now = try await session.account.positions(in: settings.market).first?.quantity ?? .zero
    if let position, position != now { print("Filled   position \(position) → \(now)") }
    position = now
    return (market, now)
  }
}
