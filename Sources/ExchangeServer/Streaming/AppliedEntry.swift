internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange

/// An entry of the ledger that the exchange has carried out, and what subscribers are told of it.
struct AppliedEntry: Sendable {
  let entry: LedgerEntry
  let events: [ExchangeEvent]
  /// How the markets stand that the entry has touched.
  let quotes: [MarketSymbol: MarketQuote]
}

/// The best prices of a market.
struct MarketQuote: Hashable, Sendable {
  let bid: BookLevel?
  let ask: BookLevel?
  let lastPrice: Pips?
  let indexPrice: Pips?
}

extension AppliedEntry {
  /// Asks the exchange for the quotes, right after it has carried out the entry.
  init(_ entry: LedgerEntry, _ outcome: Outcome, in exchange: borrowing SandboxExchange) {
    self.entry = entry
    events = outcome.events
    var quotes: [MarketSymbol: MarketQuote] = [:]
    for event in outcome.events {
      guard let market = event.quotedMarket, quotes[market] == nil, let book = exchange.book(of: market, limit: 1)
      else { continue }
      quotes[market] = MarketQuote(
        bid: book.bids.first, ask: book.asks.first, lastPrice: exchange.lastPrice(in: market),
        indexPrice: exchange.indexPrice(of: market))
    }
    self.quotes = quotes
  }
}

extension ExchangeEvent {
  /// The market whose quote the event may have changed.
  var quotedMarket: MarketSymbol? {
    switch self {
    case .trade(let trade): trade.market
    case .book(let change): change.market
    case .indexPrice(let market, _): market
    case .order, .position, .deposit, .withdrawal, .transfer, .liquidation: nil
    }
  }
}
