public import PerpsProtocol

/// How far a transaction on chain is.
public enum TransactionStatus: WireName, Codable {
  /// It has not been included yet.
  case pending
  /// It is in a block.
  case mined
  /// It was reverted.
  case failed

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .pending: "pending"
    case .mined: "mined"
    case .failed: "failed"
    }
  }
}
