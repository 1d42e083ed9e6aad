public import PerpsProtocol

/// Why an admitted action is not carried out. It changes nothing.
///
/// The cases stand in their order of precedence: where several apply to an order, the first is answered.
public enum BusinessRefusal: Error, Hashable, Sendable {
  /// The entry is not the next one of the ledger. Unlike all others this does not count as applied.
  case outOfSequence(expected: UInt64)
  /// There is no such market.
  case marketNotFound(MarketSymbol)
  /// The market's status does not allow the order.
  case marketNotAccepting(MarketStatus)
  /// The market's status does not allow cancellations.
  case cancellationsNotAccepted(MarketStatus)
  /// The order's terms contradict one another.
  case invalidTerms(OrderTermsError)
  /// The sandbox has no such orders: trailing stops, liquidation acquisitions, references to conditional orders.
  case orderNotSupported
  /// A post-only order that is not a limit order.
  case postOnlyNeedsLimit
  /// The limit or trigger price is not a multiple of the tick size.
  case priceNotOnTick(Pips)
  /// The quantity is not a multiple of the step size.
  case quantityNotOnStep(Pips)
  /// The quantity is under the market's minimum; orders that only reduce a position may be smaller.
  case quantityUnderMinimum(Pips)
  /// The order, or the position that it may lead to, is larger than the market allows.
  case positionTooLarge(Pips)
  /// Quantity times limit price is over 92233720368.54775807.
  case orderValueTooLarge
  /// Another open order of the wallet has the client order id.
  case clientOrderIDInUse
  /// The wallet has as many open orders as it may.
  case tooManyOpenOrders
  /// Without an index price there is no margin to check.
  case indexPriceUnavailable(MarketSymbol)
  /// The limit price is further from the index price, to the trader's disadvantage, than the market allows.
  case priceTooFarFromIndex(limit: Pips)
  /// There is no position on the other side that the order could reduce.
  case reduceOnlyWouldNotReduce
  /// A post-only order would trade at once.
  case postOnlyWouldCross
  /// The wallet has not the margin, or not the balance.
  case insufficientFunds
  /// The initial margin fraction is under the market's, or over 1.
  case initialMarginFractionOutOfRange(minimum: Pips)
  /// The quantity of a deposit or transfer is zero.
  case zeroQuantity
  /// The withdrawal is under the minimum, or of nothing.
  case withdrawalUnderMinimum(Pips)
  /// A transfer goes to its own source, or to the zero address.
  case transferDestinationNotAllowed
  /// The exchange has as many wallets as it may.
  case tooManyWallets
  /// The wallet is associated with ``ExchangeLimits/apiAccountsPerWalletMaximum`` accounts of the API already.
  case tooManyAccountsOfWallet
  /// The wallet is not the one whose index prices count.
  case notIndexPricePublisher
  /// The index price is zero or over the market's maximum.
  case indexPriceOutOfRange(maximum: Pips)
}

extension BusinessRefusal {
  /// The exchange's code for it.
  public var code: StaticString {
    switch self {
    case .marketNotFound: "MARKET_NOT_FOUND"
    case .marketNotAccepting: "TRADING_DISABLED"
    case .cancellationsNotAccepted: "CANCELS_DISABLED"
    case .quantityNotOnStep, .quantityUnderMinimum, .positionTooLarge, .orderValueTooLarge: "INVALID_ORDER_QUANTITY"
    case .insufficientFunds: "INSUFFICIENT_FUNDS"
    case .withdrawalUnderMinimum: "INVALID_WITHDRAWAL_QUANTITY"
    case .indexPriceUnavailable: "INDEX_PRICE_UNAVAILABLE"
    case .outOfSequence: "INTERNAL_SERVER_ERROR"
    case .tooManyOpenOrders, .tooManyWallets, .tooManyAccountsOfWallet: "EXCEEDED_RATE_LIMIT"
    default: "INVALID_PARAMETER"
    }
  }
}

extension BusinessRefusal: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .outOfSequence(let expected): "the ledger's next entry is \(expected)"
    case .marketNotFound(let market): "there is no market \(market)"
    case .marketNotAccepting(let status): "the market is \(status.wireName): it does not take this order now"
    case .cancellationsNotAccepted(let status): "the market is \(status.wireName): it takes no cancellations now"
    case .invalidTerms(let reason): reason.description
    case .orderNotSupported: "trailing stops, liquidation acquisitions and conditionalOrderId are not supported here"
    case .postOnlyNeedsLimit: "timeInForce gtx needs an order with a limit price"
    case .priceNotOnTick(let tick): "prices must be multiples of the market's tickSize of \(tick)"
    case .quantityNotOnStep(let step): "quantities must be multiples of the market's stepSize of \(step)"
    case .quantityUnderMinimum(let minimum): "the quantity must be at least \(minimum)"
    case .positionTooLarge(let maximum): "position and open orders may be at most \(maximum) on a side"
    case .orderValueTooLarge: "the order is worth more than 92233720368.54775807"
    case .clientOrderIDInUse: "another open order has this clientOrderId"
    case .tooManyOpenOrders:
      "a wallet has at most \(ExchangeLimits.openOrdersPerWalletMaximum) open orders: cancel some first"
    case .indexPriceUnavailable(let market): "there is no index price of \(market) yet: try again later"
    case .priceTooFarFromIndex(let limit): "the price is further than \(limit) of the index price from it"
    case .reduceOnlyWouldNotReduce: "there is no position that the reduce-only order could reduce"
    case .postOnlyWouldCross: "the post-only order would trade at once: choose a price outside the other side's best"
    case .insufficientFunds: "the wallet has not enough collateral for this"
    case .initialMarginFractionOutOfRange(let minimum):
      "initialMarginFractionOverride must be at least \(minimum) and at most 1.00000000"
    case .zeroQuantity: "the quantity must be over zero"
    case .withdrawalUnderMinimum(let minimum): "withdraw at least \(minimum)"
    case .transferDestinationNotAllowed: "a transfer goes to another wallet, and not to the zero address"
    case .tooManyWallets: "the exchange takes no more wallets"
    case .tooManyAccountsOfWallet:
      "a wallet is associated with at most \(ExchangeLimits.apiAccountsPerWalletMaximum) accounts: use one of those"
    case .notIndexPricePublisher: "index prices are published by the wallet that the operator has appointed"
    case .indexPriceOutOfRange(let maximum): "an index price is over zero and at most \(maximum)"
    }
  }
}
