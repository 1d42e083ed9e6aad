internal import PerpsProtocol

extension SandboxExchange {
  /// An account's position as it is now.
  func snapshot(of account: Int, in market: Int) -> PositionSnapshot {
    let position = accounts.list[account].positions[market]
    let isLong = position.quantity > 0 || (position.quantity == 0 && position.maximumQuantity > 0)
    let closedQuote = isLong ? -position.closedQuote : position.closedQuote
    return PositionSnapshot(
      wallet: accounts.list[account].wallet, market: markets[market].configuration.market,
      quantity: Amount(position.quantity), maximumQuantity: Amount(position.maximumQuantity),
      totalQuote: Amount(pips: position.basis),
      entryPrice: PipArithmetic.ratio(position.basis, to: Int128(position.quantity)) ?? .zero,
      exitPrice: PipArithmetic.ratio(closedQuote, to: position.totalClose) ?? .zero,
      realizedPnL: Amount(pips: position.realized), totalOpen: Amount(pips: position.totalOpen),
      totalClose: Amount(pips: position.totalClose), openedByFill: position.openedBy, lastFill: position.lastFill,
      time: position.lastChange ?? time, quoteBalance: Amount(pips: accounts.list[account].balance))
  }
}
