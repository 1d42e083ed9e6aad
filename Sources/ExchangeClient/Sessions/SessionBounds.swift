internal import PerpsProtocol
internal import SessionKeys

/// What is known here of a session's bounds; says what the server would refuse, so that it is not even sent.
struct SessionBounds {
  let scope: SessionKeyScope
  let expiresAt: Timestamp

  /// The refusal that the server would answer, as far as it can be told without it.
  func refusal(of action: TradingAction, now: Timestamp) -> Refusal? {
    if now >= expiresAt { return .sessionKeyExpired(at: expiresAt) }
    if !covers(action) { return .permissionExceeded(scope.permission) }
    if let market = action.market, !scope.markets.isEmpty, !scope.markets.contains(market) {
      return .marketNotPermitted(market)
    }
    return valueRefusal(of: action)
  }

  private func covers(_ action: TradingAction) -> Bool {
    switch action {
    case .cancelByOrderID, .cancelByDelegatedKey, .cancelByMarketSymbol, .cancelByWallet: true
    case .setInitialMarginFraction: scope.permission == .trade
    case .order(let order):
      scope.permission == .trade || (scope.permission == .reduceOnly && order.isReduceOnly)
    }
  }

  /// Only what has a limit price can be judged here: the rest needs the index price.
  private func valueRefusal(of action: TradingAction) -> Refusal? {
    guard case .order(let order) = action, order.type.hasLimitPrice, let maximum = scope.maximumOrderValue else {
      return nil
    }
    guard let value = order.quantity.multipliedRoundingUp(by: order.limitPrice), value <= maximum else {
      return .orderValueExceeded(maximum: maximum)
    }
    return nil
  }
}
