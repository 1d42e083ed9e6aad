public import PerpsProtocol

/// A withdrawal: answer of `POST /v1/withdrawals`, element of the answer of `GET /v1/withdrawals`.
public struct WithdrawalDetails: Codable, Hashable, Sendable {
  /// The exchange's id.
  public let withdrawalID: String
  /// The asset.
  public let asset: String
  /// How much of it, the gas fee included.
  public let quantity: Pips
  /// The gas fee.
  public let gas: Pips
  /// Where it goes, such as `katana.katana`.
  public let bridgeTarget: String
  /// When it was debited.
  public let time: Timestamp
  /// The transaction on Katana.
  public let katanaTransactionID: String
  /// How far that is.
  public let katanaTransactionStatus: TransactionStatus
  /// The entry's place in the ledger. Not a member of the exchange's answer.
  public let sequence: UInt64?

  /// Describes the withdrawal.
  public init(
    withdrawalID: String, asset: String, quantity: Pips, gas: Pips, bridgeTarget: String, time: Timestamp,
    katanaTransactionID: String, katanaTransactionStatus: TransactionStatus, sequence: UInt64? = nil
  ) {
    self.withdrawalID = withdrawalID
    self.asset = asset
    self.quantity = quantity
    self.gas = gas
    self.bridgeTarget = bridgeTarget
    self.time = time
    self.katanaTransactionID = katanaTransactionID
    self.katanaTransactionStatus = katanaTransactionStatus
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case asset, quantity, gas, bridgeTarget, time, sequence
    case withdrawalID = "withdrawalId"
    case katanaTransactionID = "katanaTxId"
    case katanaTransactionStatus = "katanaTxStatus"
  }
}
