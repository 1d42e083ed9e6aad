public import EthereumPrimitives
public import PerpsProtocol

/// A deposit that was credited.
public struct StreamedDeposit: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The exchange's id.
  public let depositID: String
  /// The asset.
  public let asset: String
  /// How much of it.
  public let quantity: Pips
  /// The wallet's balance afterwards.
  public let quoteBalance: Amount
  /// When it was credited.
  public let time: Timestamp

  /// Puts together the message.
  public init(
    wallet: Address, depositID: String, asset: String, quantity: Pips, quoteBalance: Amount, time: Timestamp
  ) {
    self.wallet = wallet
    self.depositID = depositID
    self.asset = asset
    self.quantity = quantity
    self.quoteBalance = quoteBalance
    self.time = time
  }

  private enum CodingKeys: String, CodingKey {
    case wallet = "w"
    case depositID = "i"
    case asset = "a"
    case quantity = "q"
    case quoteBalance = "qb"
    case time = "t"
  }
}
