import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys

/// Quotes one market with a session until its task is cancelled.
struct MarketMaker {
  private let session: Session
  private let settings: Settings
  private var quotes: Quotes?

  init(_ session: Session, _ settings: Settings) {
    self.session = session
    self.settings = settings
  }

  /// Quotes anew when an order has traded, when the index price has moved, and whenever it was blind for a while.
  mutating func run() async throws {
    for try await occasion in session.occasions(in: settings.market) {
      switch occasion {
      case .price(let price): if let quotes, quotes.stand(at: price, settings) { continue }
      case .fill(let fill): print("Filled   \(fill.side?.wireName ?? "-") \(fill.quantity) at \(fill.price)")
      case .connected: break
      }
      try await quoteAnew()
    }
  }

  /// First the old orders go. Then the position cannot change any more, and the new ones are sized by it.
  private mutating func quoteAnew() async throws {
    quotes = nil
    try await session.cancelAll(in: settings.market)
    let position = try await session.account.positions(in: settings.market).first?.quantity ?? .zero
    guard let market = try await session.exchange.markets(settings.market).first else { return }
    let new = Quotes(around: market.indexPrice, in: market, position: position, settings)
    print("Quotes   around \(new.indexPrice), position \(position)")
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
}
