internal import ArgumentParser
internal import ExchangeClient
internal import PerpsProtocol

/// An order as people type it.
struct OrderOptions: ParsableArguments {
  @Argument(help: "How much of the base asset, as in 0.5.", transform: { try Pips(typed: $0) })
  var quantity: Pips

  @Argument(help: "The market, as in ETH-USD.", transform: { try MarketSymbol($0) })
  var market: MarketSymbol

  @Option(
    help: ArgumentHelp("Trade at this price or better; without it, at once at the best prices.", valueName: "price"),
    transform: { try Pips(typed: $0) })
  var limit: Pips?

  @Option(
    help: ArgumentHelp("Stop loss: wait until the price goes against the position to here.", valueName: "price"),
    transform: { try Pips(typed: $0) })
  var stop: Pips?

  @Option(
    help: ArgumentHelp("Take profit: wait until the price goes with the position to here.", valueName: "price"),
    transform: { try Pips(typed: $0) })
  var takeProfit: Pips?

  @Option(help: "Which price --stop and --take-profit wait for: index (if nothing is said) or last.")
  var trigger: TriggerChoice?

  @Flag(help: "Rest in the book, and be refused if it would trade at once.")
  var postOnly = false

  @Flag(help: "Immediate or cancel: what does not trade at once is cancelled.")
  var ioc = false

  @Flag(help: "Fill or kill: trade whole at once, or not at all.")
  var fok = false

  @Flag(help: "Only make the position smaller.")
  var reduceOnly = false

  @Option(
    name: .customLong("client-id"),
    help: ArgumentHelp(
      "Your own name for the order, at most 40 bytes; no other open order may have it.", valueName: "id"),
    transform: { try ClientOrderID(typed: $0) })
  var clientOrderID: ClientOrderID?

  @Option(
    help: ArgumentHelp(
      "If it would trade with an order of your own: dc decreases both (if nothing is said), co cancels the oldest, cn "
        + "the newest, cb both.", valueName: "dc|co|cn|cb"))
  var selfTradePrevention: SelfTradePreventionChoice?

  func validate() throws {
    do { _ = try draft(.buy) } catch { throw ValidationError("\(error).") }
  }

  /// The order, if its options fit together.
  func draft(_ side: OrderSide) throws(OrderOptionsError) -> OrderDraft {
    OrderDraft(
      market: market, side: side, quantity: quantity, terms: try terms, timeInForce: try timeInForce,
      isReduceOnly: reduceOnly, selfTradePrevention: try preventionOfSelfTrades, clientOrderID: clientOrderID)
  }
}

// MARK: - What fits together

extension OrderOptions {
  private var terms: OrderTerms {
    get throws(OrderOptionsError) {
      guard quantity > .zero else { throw .zeroQuantity }
      guard ![limit, stop, takeProfit].contains(.some(.zero)) else { throw .zeroPrice }
      switch (stop, takeProfit, limit) {
      case (.some, .some, _): throw .twoTriggers
      case (nil, nil, _) where trigger != nil: throw .triggerOfNothing
      case (nil, nil, nil): return .market
      case (nil, nil, let price?): return .limit(price: price)
      case (let stop?, nil, nil): return .stopLossMarket(at(stop))
      case (let stop?, nil, let price?): return .stopLossLimit(at(stop), price: price)
      case (nil, let profit?, nil): return .takeProfitMarket(at(profit))
      case (nil, let profit?, let price?): return .takeProfitLimit(at(profit), price: price)
      }
    }
  }

  private func at(_ price: Pips) -> OrderTerms.Trigger { trigger == .last ? .last(price) : .index(price) }

  private var timeInForce: TimeInForce {
    get throws(OrderOptionsError) {
      switch (postOnly, ioc, fok) {
      case (false, false, false): return .gtc
      case (true, false, false):
        guard limit != nil else { throw .postOnlyWithoutLimit }
        return .gtx
      case (false, true, false):
        guard limit != nil else { throw .immediateWithoutLimit }
        return .ioc
      case (false, false, true): return .fok
      default: throw .severalTimesInForce
      }
    }
  }

  private var preventionOfSelfTrades: SelfTradePrevention {
    get throws(OrderOptionsError) {
      guard fok else { return selfTradePrevention?.value ?? .dc }
      guard selfTradePrevention == nil || selfTradePrevention == .cn else { throw .fillOrKillNeedsCancelNewest }
      return .cn
    }
  }
}

/// Why options do not make an order.
enum OrderOptionsError: Error, Hashable, CaseIterable {
  case zeroQuantity
  case zeroPrice
  case twoTriggers
  case triggerOfNothing
  case postOnlyWithoutLimit
  case immediateWithoutLimit
  case severalTimesInForce
  case fillOrKillNeedsCancelNewest
}

extension OrderOptionsError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .zeroQuantity: "The quantity must be over zero"
    case .zeroPrice: "A price must be over zero: to trade at any price, leave out --limit"
    case .twoTriggers: "An order waits for one price: name either --stop or --take-profit"
    case .triggerOfNothing: "--trigger says which price --stop or --take-profit waits for: name one of them"
    case .postOnlyWithoutLimit: "--post-only needs a price at which the order rests: name it with --limit"
    case .immediateWithoutLimit: "An order without --limit trades at once anyway: leave out --ioc"
    case .severalTimesInForce: "Name at most one of --post-only, --ioc and --fok"
    case .fillOrKillNeedsCancelNewest: "The exchange takes --fok with --self-trade-prevention cn alone: leave it out"
    }
  }
}
