internal import PerpsProtocol

/// The key's permission covers the action.
///
/// `trade` covers everything that a session key can sign; `reduceOnly` covers cancellations and orders that are marked
/// reduce-only, but not leverage; `cancelOnly` covers cancellations.
struct PermissionCoversAction: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, action) = candidate.trade else { return nil }
    return covers(key.scope.permission, action) ? nil : .permissionExceeded(key.scope.permission)
  }

  private func covers(_ permission: Permission, _ action: TradingAction) -> Bool {
    switch (permission, action) {
    case (.trade, _): true
    case (_, .cancelByOrderID), (_, .cancelByDelegatedKey), (_, .cancelByMarketSymbol), (_, .cancelByWallet): true
    case (.reduceOnly, .order(let order)): order.isReduceOnly
    case (.reduceOnly, .setInitialMarginFraction), (.cancelOnly, .order), (.cancelOnly, .setInitialMarginFraction):
      false
    }
  }
}

/// A market that the action names is one of the key's.
///
/// A cancellation that names no market is admitted: the exchange carries it out in the key's markets only.
struct MarketIsPermitted: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, action) = candidate.trade, let market = action.market else { return nil }
    return key.scope.includes(market) ? nil : .marketNotPermitted(market)
  }
}

/// The index price is known where one of the key's limits is judged by it: always for a price deviation, and for a
/// limit on value where the order has no limit price.
struct IndexPriceIsKnown: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, order) = candidate.order else { return nil }
    let hasDeviation = key.scope.maximumPriceDeviation != nil
    guard hasDeviation || (key.scope.isLimited && !order.type.hasLimitPrice) else { return nil }
    return facts.indexPrice(of: order.market) == nil ? .indexPriceUnavailable(order.market) : nil
  }
}

/// An order is worth at most what the key may put into one; the limit itself is inside.
struct OrderValueIsWithinLimit: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, order) = candidate.order, let maximum = key.scope.maximumOrderValue else { return nil }
    switch OrderValue(of: order, scope: key.scope, indexPrice: facts.indexPrice(of: order.market)) {
    case .unknown: return .indexPriceUnavailable(order.market)
    case .overflow: return .orderValueExceeded(maximum: maximum)
    case .value(let value): return value <= maximum ? nil : .orderValueExceeded(maximum: maximum)
    }
  }
}

/// A limit price is not further from the index price, to the wallet's disadvantage, than the key may go; the limit
/// itself is inside. Buying below or selling above the index price harms nobody but the seller or buyer opposite.
///
/// A market order has no price to judge: the exchange fills it no further than the deviation.
struct PriceIsNearIndex: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, order) = candidate.order, let deviation = key.scope.maximumPriceDeviation else { return nil }
    guard let indexPrice = facts.indexPrice(of: order.market) else { return .indexPriceUnavailable(order.market) }
    guard order.type.hasLimitPrice else { return nil }
    let refusal = Refusal.priceDeviationExceeded(maximum: deviation, indexPrice: indexPrice)
    // Both sides times 10⁸: exact, with no rounding to argue about. Neither product is over 127 bits.
    let price = UInt128(order.limitPrice.count) * UInt128(Pips.one.count)
    let index = UInt128(indexPrice.count)
    let (one, deviated) = (UInt128(Pips.one.count), UInt128(deviation.count))
    switch order.side {
    case .buy: return price <= index * (one + deviated) ? nil : refusal
    case .sell: return price >= index * (one > deviated ? one - deviated : 0) ? nil : refusal
    }
  }
}

/// With this order the key has traded at most its daily limit in this UTC day; the limit itself is inside.
struct DailyValueIsWithinLimit: AdmissionRule {
  func refusal(of candidate: Candidate, under facts: any AdmissionFacts) -> Refusal? {
    guard let (key, order) = candidate.order, let maximum = key.scope.maximumDailyValue else { return nil }
    let used = facts.valueUsed(by: key.address, onDay: candidate.now.day)
    let refusal = Refusal.dailyValueExceeded(maximum: maximum, used: used)
    switch OrderValue(of: order, scope: key.scope, indexPrice: facts.indexPrice(of: order.market)) {
    case .unknown: return .indexPriceUnavailable(order.market)
    case .overflow: return refusal
    case .value(let value):
      guard let sum = used.adding(value) else { return refusal }
      return sum <= maximum ? nil : refusal
    }
  }
}
