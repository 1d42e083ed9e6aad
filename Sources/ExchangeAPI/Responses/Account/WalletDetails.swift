public import EthereumPrimitives
public import PerpsProtocol

/// What a wallet is worth: element of the answer of `GET /v1/wallets`, answer of `POST /v1/wallets`.
public struct WalletDetails: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// Balance and unrealised profit and loss.
  public let equity: Amount
  /// Equity less the initial margin of the positions.
  public let freeCollateral: Amount
  /// What resting orders need besides.
  public let heldCollateral: Amount
  /// What new orders can use.
  public let availableCollateral: Amount
  /// What could be bought with that.
  public let buyingPower: Amount
  /// The sum of the positions' sizes over equity.
  public let leverage: Amount
  /// Maintenance margin over equity; at over 1 the wallet is liquidated.
  public let marginRatio: Amount
  /// The balance: deposits, settled profits and losses, fees.
  public let quoteBalance: Amount
  /// What closing all positions at the index prices would bring.
  public let unrealizedPnL: Amount
  /// What its resting orders pay of a fill's value, as a fraction.
  public let makerFeeRate: Amount
  /// What its orders that meet resting ones pay of a fill's value, as a fraction.
  public let takerFeeRate: Amount
  /// Its open positions, where they were asked for.
  public let positions: [PositionDetails]?

  /// Describes the wallet.
  public init(
    wallet: Address, equity: Amount, freeCollateral: Amount, heldCollateral: Amount, availableCollateral: Amount,
    buyingPower: Amount, leverage: Amount, marginRatio: Amount, quoteBalance: Amount, unrealizedPnL: Amount,
    makerFeeRate: Amount, takerFeeRate: Amount, positions: [PositionDetails]? = nil
  ) {
    self.wallet = wallet
    self.equity = equity
    self.freeCollateral = freeCollateral
    self.heldCollateral = heldCollateral
    self.availableCollateral = availableCollateral
    self.buyingPower = buyingPower
    self.leverage = leverage
    self.marginRatio = marginRatio
    self.quoteBalance = quoteBalance
    self.unrealizedPnL = unrealizedPnL
    self.makerFeeRate = makerFeeRate
    self.takerFeeRate = takerFeeRate
    self.positions = positions
  }
}
