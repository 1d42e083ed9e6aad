internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange

/// Says which topics an entry has events for, and what they are.
///
/// Whoever asks decides by the topic whether the event is worth making.
struct EventTopics {
  private let applied: AppliedEntry
  /// The last change of each market's book by this entry.
  private let bookSequences: [MarketSymbol: UInt64]

  init(_ applied: AppliedEntry) {
    self.applied = applied
    var sequences: [MarketSymbol: UInt64] = [:]
    for case .book(let change) in applied.events { sequences[change.market] = change.bookSequence }
    bookSequences = sequences
  }

  /// Calls back for each topic, in the order in which it happened.
  func forEach(_ body: (Topic, () -> StreamedEvent) -> Void) {
    for event in applied.events { forEach(event, body) }
  }

  private func forEach(_ event: ExchangeEvent, _ body: (Topic, () -> StreamedEvent) -> Void) {
    let time = applied.entry.time
    switch event {
    case .order(let update):
      let market = update.state.order.market
      body(.wallet(.orders, update.state.order.wallet)) {
        .order(StreamedOrderChange(update, bookSequence: bookSequences[market]))
      }
    case .trade(let trade): body(.market(.trades, trade.market)) { .trade(StreamedTrade(trade)) }
    case .book(let change):
      body(.market(.orderBook, change.market)) {
        .book(StreamedBookChange(change, applied.quotes[change.market], at: time))
      }
    case .position(let position):
      body(.wallet(.positions, position.wallet)) { .position(StreamedPosition(position)) }
    case .deposit(let movement): body(.wallet(.deposits, movement.wallet)) { .deposit(StreamedDeposit(movement)) }
    case .withdrawal(let movement):
      body(.wallet(.withdrawals, movement.wallet)) { .withdrawal(StreamedWithdrawal(movement)) }
    case .liquidation(let fill):
      body(.wallet(.orders, fill.wallet)) { .takeover(StreamedTakeover(fill)) }
      body(.market(.liquidations, fill.market)) { .liquidation(StreamedLiquidation(fill)) }
    // The exchange has no names for these; prices come with quotes and tickers.
    case .transfer, .indexPrice: break
    }
  }
}
