internal import PerpsProtocol

extension SandboxExchange {
  /// Liquidates a wallet whose equity is under its maintenance margin.
  ///
  /// Its open orders are cancelled, the insurance fund takes over all of its positions at the index price, and then
  /// whatever is left of its balance: less than the maintenance margin, or a loss that the fund bears. Its balance is
  /// zero afterwards. The fund does not trade and may go into debt; its positions stay until others of the opposite
  /// side come to it.
  ///
  /// A fund that cannot hold more (2⁶³ pips) leaves the wallet as it is until the next time.
  mutating func liquidateIfNeeded(_ account: Int) {
    guard accounts.list[account].isUnderMaintenance(terms) else { return }
    let fund = AccountStore.insuranceFund
    for market in markets.indices {
      let (held, added) = (
        accounts.list[fund].positions[market].quantity, accounts.list[account].positions[market].quantity
      )
      let (sum, overflow) = held.addingReportingOverflow(added)
      if overflow || sum == .min { return }
    }
    for slot in orders.slots(of: account) { cancel(slot, because: .liquidation) }
    accounts.begin()
    accounts.touch(account)
    accounts.touch(fund)
    for market in markets.indices where accounts.list[account].positions[market].quantity != 0 {
      takeOver(market, of: account)
    }
    let rest = accounts.list[account].balance
    accounts.list[account].balance = 0
    accounts.list[fund].balance += rest
    settleTransaction()
  }

  private mutating func takeOver(_ market: Int, of account: Int) {
    let fund = AccountStore.insuranceFund
    let (quantity, price) = (accounts.list[account].positions[market].quantity, terms[market].indexPrice)
    let magnitude = PipArithmetic.value(of: quantity.magnitude, at: price)
    let quote = quantity > 0 ? magnitude : -magnitude
    fillCount += 1
    let number = FillNumber(sequence: sequence, number: fillCount)
    let closed = accounts.list[account].positions[market].trade(-quantity, quote: -quote, fill: number, at: time)
    accounts.list[account].balance += closed.realized
    let taken = accounts.list[fund].positions[market].trade(quantity, quote: quote, fill: number, at: time)
    accounts.list[fund].balance += taken.realized
    let fill = Fill(
      number: number, wallet: accounts.list[account].wallet, order: nil, clientOrderID: nil,
      market: markets[market].configuration.market, side: quantity > 0 ? .sell : .buy, price: Pips(clamping: price),
      quantity: Pips(clamping: Int128(quantity.magnitude)), quoteQuantity: Amount(pips: magnitude),
      realizedPnL: Amount(pips: closed.realized), fee: .zero, time: time, makerSide: nil, tradeSequence: 0,
      action: closed.action, position: .none, indexPrice: Pips(clamping: price), liquidity: nil, type: .liquidation)
    histories[account].fills.append(fill)
    events.append(.liquidation(fill))
  }
}
