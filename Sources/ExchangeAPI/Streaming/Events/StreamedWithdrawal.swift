public import EthereumPrimitives
public import PerpsProtocol

/// A withdrawal that was debited.
public struct StreamedWithdrawal: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The exchange's id.
  public let withdrawalID: String
  /// The asset.
  public let asset: String
  /// How much of it, the gas fee included.
  public let quantity: Pips
  /// The gas fee.
  public let gas: Pips
  /// The wallet's balance afterwards.
  public let quoteBalance: Amount
  /// When it was debited.
  public let time: Timestamp

  /// Puts together the message.
  public init(
    wallet: Address, withdrawalID: String, asset: String, quantity: Pips, gas: Pips, quoteBalance: Amount,
    time: Timestamp
  ) {
    self.wallet = wallet
    self.withdrawalID = withdrawalID
    self.asset = asset
    self.quantity = quantity
    self.gas = gas
    self.quoteBalance = quoteBalance
    self.time = time
  }

  private enum CodingKeys: String, CodingKey {
    case wallet = "w"
    case withdrawalID = "i"
    case asset = "a"
    case quantity = "q"
    case gas = "g"
    case quoteBalance = "qb"
    case time = "t"
  }
}
