public import PerpsProtocol

/// Where the money of an exchange is.
public struct Conservation: Hashable, Sendable {
  /// The balances of all wallets.
  public let balances: Amount
  /// What fees have brought.
  public let fees: Amount
  /// The balance of the insurance fund; negative when it is in debt.
  public let insuranceFund: Amount
  /// Profits and losses that are not settled yet: what all positions together brought, less what they cost. The sum of
  /// the positions is zero in each market, so no price matters.
  public let unsettled: Amount
  /// Everything that was deposited.
  public let deposits: Amount
  /// Everything that was withdrawn.
  public let withdrawals: Amount

  /// What is missing or too much: zero, always.
  public var error: Amount {
    Amount(
      pips: balances.pips + fees.pips + insuranceFund.pips + unsettled.pips - deposits.pips + withdrawals.pips)
  }
}

extension SandboxExchange {
  /// Counts the money. Takes a look at every account.
  public var conservation: Conservation {
    var (balances, basis): (Int128, Int128) = (0, 0)
    for (index, account) in accounts.list.enumerated() {
      if index != AccountStore.insuranceFund { balances += account.balance }
      for position in account.positions { basis += position.basis }
    }
    return Conservation(
      balances: Amount(pips: balances), fees: Amount(pips: feeBalance),
      insuranceFund: Amount(pips: accounts.list[AccountStore.insuranceFund].balance), unsettled: Amount(pips: -basis),
      deposits: Amount(pips: deposited), withdrawals: Amount(pips: withdrawn))
  }
}
