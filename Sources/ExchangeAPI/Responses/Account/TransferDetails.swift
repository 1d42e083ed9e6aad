public import EthereumPrimitives
public import PerpsProtocol

/// Answer of `POST /v1/sandbox/transfers`.
public struct TransferDetails: Codable, Hashable, Sendable {
  /// The exchange's id.
  public let transferID: String
  /// The wallet that paid.
  public let sourceWallet: Address
  /// The wallet that received.
  public let destinationWallet: Address
  /// How much of the quote asset.
  public let quantity: Pips
  /// When it was carried out.
  public let time: Timestamp
  /// The entry's place in the ledger.
  public let sequence: UInt64

  /// Describes the transfer.
  public init(
    transferID: String, sourceWallet: Address, destinationWallet: Address, quantity: Pips, time: Timestamp,
    sequence: UInt64
  ) {
    self.transferID = transferID
    self.sourceWallet = sourceWallet
    self.destinationWallet = destinationWallet
    self.quantity = quantity
    self.time = time
    self.sequence = sequence
  }

  private enum CodingKeys: String, CodingKey {
    case sourceWallet, destinationWallet, quantity, time, sequence
    case transferID = "transferId"
  }
}
