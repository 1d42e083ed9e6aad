import ExchangeAPI
import ExchangeClient
import PerpsProtocol

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
      try await step(session.view(of: settings.market))
      try await Task.sleep(for: settings.pause)
    }
  }

  private mutating func step(_ view: MarketView) async throws {
    tell(view)
    if let quotes, quotes.stand(at: view.market.indexPrice, settings), view.untouchedOrders == quotes.drafts.count {
      return
    }
    // First the old orders go. Then the position cannot change any more, and the new ones are sized by it.
    quotes = nil
    try await session.cancelAll(in: settings.market)
    let now = try await session.view(of: settings.market)
    tell(now)
    let new = Quotes(around: now.market.indexPrice, in: now.market, position: now.position, settings)
    guard try await place(new) else { return }
    quotes = new
  }

  /// Places the quotes; says whether all of them stand.
  private func place(_ quotes: Quotes) async throws -> Bool {
    var prices: [String] = []
    for draft in quotes.drafts {
      do {
        let order = try await session.place(draft)
        prices.append("\(draft.side.wireName) \(draft.quantity) at \(order.price ?? .zero)")
      } catch let error as ExchangeError where error.code == .refusal(.invalidParameter) {
        print("Refused  a post-only order that would have traded at once")
      }
    }
    print("Quoted   around \(quotes.indexPrice): \(prices.joined(separator: ", "))")
    return prices.count == quotes.drafts.count
  }

  private mutating func tell(_ view: MarketView) {
    if let position, position != view.position { print("Filled   position \(position) → \(view.position)") }
    position = view.position
  }
}
