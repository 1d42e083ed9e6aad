public import EthereumPrimitives
public import PerpsProtocol

/// What a wallet is worth, at the index prices.
public struct WalletValues: Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// Balance and unrealised profit and loss.
  public let equity: Amount
  /// Equity less the initial margin of the positions.
  public let freeCollateral: Amount
  /// What resting orders need besides.
  public let heldCollateral: Amount
  /// Free less held collateral: what new orders can use. Negative when prices have moved since orders were placed.
  public let availableCollateral: Amount
  /// What could be bought with the available collateral where the least margin is needed; zero when there is none.
  public let buyingPower: Amount
  /// The sum of the positions' sizes over equity; zero without positions, `nil` where equity is not over zero.
  public let leverage: Amount?
  /// Maintenance margin over equity; at over 1 the wallet is liquidated. `nil` where equity is not over zero.
  public let marginRatio: Amount?
  /// The balance: deposits, settled profits and losses, fees.
  public let quoteBalance: Amount
  /// What closing all positions at the index prices would bring.
  public let unrealizedPnL: Amount
  /// The most that can be withdrawn or transferred.
  public let withdrawable: Amount
}
