internal import PerpsProtocol

extension SandboxExchange {
  /// Sets or removes a wallet's initial margin fraction in a market, when its collateral is enough for that.
  mutating func setInitialMarginFraction(_ settings: InitialMarginFractionOverrideSettings) -> Answer {
    guard let market = marketIndices[settings.market] else { return .refused(.marketNotFound(settings.market)) }
    let minimum = markets[market].configuration.margin.initialFraction
    if let chosen = settings.initialMarginFractionOverride, chosen < minimum || chosen > .one {
      return .refused(.initialMarginFractionOutOfRange(minimum: minimum))
    }
    guard let account = accounts.indices[settings.wallet] else { return .refused(.insufficientFunds) }
    var position = accounts.list[account].positions[market]
    let before = position.margin(under: terms[market]).availability
    position.leverage = settings.initialMarginFractionOverride?.signed
    let change = position.margin(under: terms[market]).availability - before
    guard change >= 0 || accounts.list[account].available(under: terms) + change >= 0 else {
      return .refused(.insufficientFunds)
    }
    accounts.list[account].positions[market].leverage = position.leverage
    return .initialMarginFraction(
      LeverageOverride(
        wallet: settings.wallet, market: settings.market,
        initialMarginFraction: settings.initialMarginFractionOverride))
  }
}
