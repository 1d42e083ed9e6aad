public import EthereumPrimitives
public import PerpsProtocol

/// A session key in the exchange's own terms: element of the answer of `GET /v1/delegatedKeys`.
public struct DelegatedKeyDetails: Codable, Hashable, Sendable {
  /// The key.
  public let delegatedKey: Address
  /// The program that authorised it, as it called itself.
  public let userAgent: String
  /// The trader's label: a stranger's text.
  public let name: String?
  /// When it was authorised.
  public let time: Timestamp
  /// The first millisecond at which it may do nothing any more.
  public let expires: Timestamp

  /// Describes the key.
  public init(delegatedKey: Address, userAgent: String, name: String? = nil, time: Timestamp, expires: Timestamp) {
    self.delegatedKey = delegatedKey
    self.userAgent = userAgent
    self.name = name
    self.time = time
    self.expires = expires
  }
}
