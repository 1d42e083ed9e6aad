public import EthereumPrimitives
public import PerpsProtocol

/// A session key, how it stands and what it has done: element of the answer of `GET /v1/sessionKeys`.
public struct SessionKeyDetails: Codable, Hashable, Sendable {
  /// How the key is named: the last 20 bytes of Keccak-256 of its public key.
  public let sessionKey: Address
  /// The wallet that authorised it.
  public let wallet: Address
  /// The trader's label: a stranger's text.
  public let name: String?
  /// The key's curve, where its public key is known.
  public let curve: Curve?
  /// The 64 bytes of its public key, where they are known.
  public let publicKey: HexBytes?
  /// What it may do.
  public let permission: Permission
  /// The markets that it may do it in; empty for all.
  public let markets: [MarketSymbol]
  /// The most that one order may be worth; absent for no limit.
  public let maximumOrderValue: Pips?
  /// The most that the orders of one UTC day may be worth; absent for no limit.
  public let maximumDailyValue: Pips?
  /// How far from the index price it may trade, as a fraction of it; absent for no limit.
  public let maximumPriceDeviation: Pips?
  /// When its life began: the time in its authorisation's nonce.
  public let authorizedAt: Timestamp
  /// The first millisecond at which it may do nothing any more.
  public let expiresAt: Timestamp
  /// How it stands.
  public let status: SessionKeyState
  /// The place in the ledger of the entry that registered it.
  public let registeredSequence: UInt64
  /// The place in the ledger of the entry that revoked it. Nothing of the key has a higher one.
  public let revokedSequence: UInt64?
  /// When it was revoked.
  public let revokedAt: Timestamp?
  /// When the first of its actions was admitted.
  public let firstUsedAt: Timestamp?
  /// When the last of its actions was admitted.
  public let lastUsedAt: Timestamp?
  /// How many of its actions were admitted.
  public let actionCount: UInt64
  /// What its orders of this UTC day are worth; counted for keys with a limit on value or price.
  public let valueUsedToday: Pips
  /// What is left of its daily limit; absent when it has none.
  public let valueRemainingToday: Pips?
  /// How often what it signed was refused.
  public let refusals: RefusalSummary
  /// What it signed that only its wallet may sign; absent when there was nothing.
  public let custodyAttempts: CustodyAttemptSummary?

  /// Describes the key.
  public init(
    sessionKey: Address, wallet: Address, name: String? = nil, curve: Curve? = nil, publicKey: HexBytes? = nil,
    permission: Permission, markets: [MarketSymbol], maximumOrderValue: Pips? = nil, maximumDailyValue: Pips? = nil,
    maximumPriceDeviation: Pips? = nil, authorizedAt: Timestamp, expiresAt: Timestamp, status: SessionKeyState,
    registeredSequence: UInt64, revokedSequence: UInt64? = nil, revokedAt: Timestamp? = nil,
    firstUsedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, actionCount: UInt64, valueUsedToday: Pips,
    valueRemainingToday: Pips? = nil, refusals: RefusalSummary, custodyAttempts: CustodyAttemptSummary? = nil
  ) {
    self.sessionKey = sessionKey
    self.wallet = wallet
    self.name = name
    self.curve = curve
    self.publicKey = publicKey
    self.permission = permission
    self.markets = markets
    self.maximumOrderValue = maximumOrderValue
    self.maximumDailyValue = maximumDailyValue
    self.maximumPriceDeviation = maximumPriceDeviation
    self.authorizedAt = authorizedAt
    self.expiresAt = expiresAt
    self.status = status
    self.registeredSequence = registeredSequence
    self.revokedSequence = revokedSequence
    self.revokedAt = revokedAt
    self.firstUsedAt = firstUsedAt
    self.lastUsedAt = lastUsedAt
    self.actionCount = actionCount
    self.valueUsedToday = valueUsedToday
    self.valueRemainingToday = valueRemainingToday
    self.refusals = refusals
    self.custodyAttempts = custodyAttempts
  }
}
