public import PerpsProtocol

/// Answer of `GET /v1/gasFees`.
public struct GasFees: Codable, Hashable, Sendable {
  /// What a withdrawal over each bridge costs, in the quote asset, by the bridge's name such as `katana.katana`;
  /// `stargate.maximumWithdrawal` is a quantity.
  public let withdrawal: [String: Pips]

  /// Puts together the answer.
  public init(withdrawal: [String: Pips]) {
    self.withdrawal = withdrawal
  }
}
