public import EthereumPrimitives
public import PerpsProtocol

extension SandboxExchange {
  /// What a wallet is worth, or `nil` for one that was never here.
  public func values(of wallet: Address) -> WalletValues? {
    guard let account = accounts.indices[wallet] else { return nil }
    let (balance, margin) = (accounts.list[account].balance, accounts.list[account].margin(under: terms))
    let equity = balance + margin.unrealized
    let (free, available) = (equity - margin.initial, equity - margin.initial - margin.held)
    let fraction = markets.indices.map { index in
      terms[index].schedule.initialFraction(ofSize: 0, override: accounts.list[account].positions[index].leverage)
    }.min()
    return WalletValues(
      wallet: wallet, equity: Amount(pips: equity), freeCollateral: Amount(pips: free),
      heldCollateral: Amount(pips: margin.held), availableCollateral: Amount(pips: available),
      buyingPower: fraction.flatMap { PipArithmetic.ratio(max(available, 0), to: $0) } ?? .zero,
      leverage: equity > 0 ? PipArithmetic.ratio(margin.value, to: equity) : nil,
      marginRatio: equity > 0 ? PipArithmetic.ratio(margin.maintenance, to: equity) : nil,
      quoteBalance: Amount(pips: balance), unrealizedPnL: Amount(pips: margin.unrealized),
      withdrawable: Amount(pips: withdrawable(account)))
  }

  /// A wallet's open positions, in the order of the markets.
  public func positions(of wallet: Address, in market: MarketSymbol? = nil) -> [PositionValues] {
    guard let account = accounts.indices[wallet] else { return [] }
    let sum = accounts.list[account].margin(under: terms)
    let equity = accounts.list[account].balance + sum.unrealized
    return markets.indices.compactMap { index in
      guard accounts.list[account].positions[index].quantity != 0 else { return nil }
      guard market == nil || markets[index].configuration.market == market else { return nil }
      return values(of: accounts.list[account].positions[index], account, index, sum: sum, equity: equity)
    }
  }

  private func values(
    of position: PositionState, _ account: Int, _ market: Int, sum: Margin, equity: Int128
  ) -> PositionValues {
    let margin = position.margin(under: terms[market])
    let price = liquidationPrice(
      of: position, indexPrice: terms[market].indexPrice, equity: equity,
      otherMaintenance: sum.maintenance - margin.maintenance, schedule: terms[market].schedule)
    return PositionValues(
      position: snapshot(of: account, in: market), indexPrice: Pips(clamping: terms[market].indexPrice),
      value: Amount(pips: position.quantity > 0 ? margin.value : -margin.value),
      unrealizedPnL: Amount(pips: margin.unrealized), marginRequirement: Amount(pips: margin.maintenance),
      initialMarginRequirement: Amount(pips: margin.initial),
      leverage: equity > 0 ? PipArithmetic.ratio(margin.value, to: equity) : nil, liquidationPrice: price)
  }

  /// Solves equity + quantity × (p − index) = other maintenance + |quantity| × p × fraction for p.
  private func liquidationPrice(
    of position: PositionState, indexPrice: Int64, equity: Int128, otherMaintenance: Int128, schedule: MarginSchedule
  ) -> Amount {
    let quantity = Int128(position.quantity)
    let maintained = Int128(position.quantity.magnitude) * Int128(schedule.maintenanceFraction.count)
    let slope = quantity - (maintained + PipArithmetic.one - 1) / PipArithmetic.one
    let rest = quantity * Int128(indexPrice) / PipArithmetic.one - equity + otherMaintenance
    guard slope != 0, let price = PipArithmetic.ratio(rest, to: slope) else { return .zero }
    return max(price, .zero)
  }

  /// The initial margin fractions that a wallet has chosen, one for each market in the configuration's order.
  public func initialMarginFractions(of wallet: Address) -> [LeverageOverride] {
    markets.indices.map { index in
      let chosen = accounts.indices[wallet].flatMap { accounts.list[$0].positions[index].leverage }
      return LeverageOverride(
        wallet: wallet, market: markets[index].configuration.market,
        initialMarginFraction: chosen.map { Pips(clamping: $0) })
    }
  }
}
