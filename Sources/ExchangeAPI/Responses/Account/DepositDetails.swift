public import PerpsProtocol

/// A deposit: element of the answer of `GET /v1/deposits`, answer of `POST /v1/sandbox/deposits`.
public struct DepositDetails: Codable, Hashable, Sendable {
  /// The exchange's id.
  public let depositID: String
  /// The asset.
  public let asset: String
  /// How much of it.
  public let quantity: Pips
  /// Where it came from, such as `katana.katana`.
  public let bridgeSource: String
  /// When it was credited.
  public let time: Timestamp
  /// The transaction on the bridge.
  public let bridgeTransactionID: String?
  /// The transaction of the forwarder.
  public let forwarderTransactionID: String?
  /// The transaction on Katana.
  public let katanaTransactionID: String
  /// The entry's place in the ledger. Not a member of the exchange's answer.
  public let sequence: UInt64?

  /// Describes the deposit.
  public init(
    depositID: String, asset: String, quantity: Pips, bridgeSource: String, time: Timestamp,
    bridgeTransactionID: String? = nil, forwarderTransactionID: String? = nil, katanaTransactionID: String,
    sequence: UInt64? = nil
  ) {
    self.depositID = depositID
    self.asset = asset
    self.quantity = quantity
    self.bridgeSource = bridgeSource
    self.time = time
    self.bridgeTransactionID = bridgeTransactionID
    self.forwarderTransactionID = forwarderTransactionID
    self.katanaTransactionID = katanaTransactionID
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case asset, quantity, bridgeSource, time, sequence
    case depositID = "depositId"
    case bridgeTransactionID = "bridgeTxId"
    case forwarderTransactionID = "forwarderTxId"
    case katanaTransactionID = "katanaTxId"
  }
}
