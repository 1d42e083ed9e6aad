public import EthereumPrimitives
public import TypedData

/// A wallet authorises a session key within bounds; signed by the wallet.
public struct SessionKeyAuthorization: Hashable, Sendable {
  /// The request's nonce. Its timestamp is when the key's life begins.
  public let nonce: Nonce
  /// The wallet that signs.
  public let wallet: Address
  /// The key that is authorised.
  public let sessionKey: Address
  /// What the key may do.
  public let scope: SessionKeyScope
  /// The first millisecond at which the key may do nothing any more.
  public let expiresAt: Timestamp

  /// The sentence that the trader reads in the wallet.
  public static let purpose =
    "Let this key place and cancel orders on Katana Perps. It cannot withdraw, transfer or deposit."
  /// The longest life of a key, 30 days in milliseconds, counted from the timestamp in the authorisation's nonce.
  public static let lifetimeMillisecondsMaximum: UInt64 = 30 * Timestamp.millisecondsPerDay

  private static let purposeText = TypedDataText(purpose)

  /// Authorises a key.
  ///
  /// - Throws: when `expiresAt` is not after the nonce's millisecond, or more than 30 days after it.
  public init(
    nonce: Nonce, wallet: Address, sessionKey: Address, scope: SessionKeyScope, expiresAt: Timestamp
  ) throws(SessionKeyLifetimeError) {
    let begin = nonce.time.timestamp
    guard expiresAt > begin else { throw .endsBeforeItBegins }
    guard expiresAt <= begin.adding(milliseconds: Self.lifetimeMillisecondsMaximum) else { throw .tooLong }
    self.nonce = nonce
    self.wallet = wallet
    self.sessionKey = sessionKey
    self.scope = scope
    self.expiresAt = expiresAt
  }
}

extension SessionKeyAuthorization: PerpsMessage {
  /// `SessionKeyAuthorization` of this project.
  public static let schema = TypedDataSchema<Self>(
    "SessionKeyAuthorization",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("sessionKey") { $0.sessionKey },
    .string("purpose") { _ in purposeText },
    .string("permission") { TypedDataText($0.scope.permission.wireName.description) },
    .strings("markets") { $0.scope.markets.map { $0.text } },
    .string("maximumOrderValue") { $0.scope.maximumOrderValue?.typedDataText ?? .empty },
    .string("maximumDailyValue") { $0.scope.maximumDailyValue?.typedDataText ?? .empty },
    .string("maximumPriceDeviation") { $0.scope.maximumPriceDeviation?.typedDataText ?? .empty },
    .uint64("expiresAt") { $0.expiresAt.milliseconds })
}

/// Why a key's life cannot be as long as asked.
public enum SessionKeyLifetimeError: Error, Hashable, Sendable {
  /// The expiry is not after the authorisation's own time.
  case endsBeforeItBegins
  /// The expiry is more than 30 days after the authorisation's own time.
  case tooLong
}

extension SessionKeyLifetimeError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .endsBeforeItBegins: "expiresAt must be later than the time in the authorisation's nonce"
    case .tooLong: "expiresAt may be at most 30 days after the time in the authorisation's nonce"
    }
  }
}

/// A session key agrees to act for a wallet; signed by the key, so that nobody can put a stranger's key to use.
public struct SessionKeyConsent: Hashable, Sendable {
  /// The nonce of the authorisation that it belongs to.
  public let nonce: Nonce
  /// The wallet that authorises.
  public let wallet: Address
  /// The key that signs.
  public let sessionKey: Address

  /// The consent that an authorisation needs.
  public init(to authorization: SessionKeyAuthorization) {
    nonce = authorization.nonce
    wallet = authorization.wallet
    sessionKey = authorization.sessionKey
  }
}

extension SessionKeyConsent: PerpsMessage {
  /// `SessionKeyConsent` of this project.
  public static let schema = TypedDataSchema<Self>(
    "SessionKeyConsent",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .address("sessionKey") { $0.sessionKey })
}
