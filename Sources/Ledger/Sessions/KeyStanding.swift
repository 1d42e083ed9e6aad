package import EthereumPrimitives
package import PerpsProtocol
internal import SessionKeys

/// What changes about a session key.
package struct KeyStanding: Sendable {
  package let wallet: Address
  package let authorizationTicks: UInt64
  /// Whether a revocation of all the wallet's keys covers this one.
  package var isRevokedWithAll: Bool
  package var revokedBy: UInt64?
  package internal(set) var firstUse: UInt64?
  package internal(set) var lastUse: UInt64?
  package internal(set) var actionCount: UInt64
  package internal(set) var valueDay: UInt64
  package internal(set) var valueUsed: Pips
  package internal(set) var refusals: KeyRefusals?

  package init(
    wallet: Address, authorizationTicks: UInt64, isRevokedWithAll: Bool, revokedBy: UInt64? = nil,
    firstUse: UInt64? = nil, lastUse: UInt64? = nil, actionCount: UInt64 = 0, valueDay: UInt64 = 0,
    valueUsed: Pips = .zero, refusals: KeyRefusals? = nil
  ) {
    self.wallet = wallet
    self.authorizationTicks = authorizationTicks
    self.isRevokedWithAll = isRevokedWithAll
    self.revokedBy = revokedBy
    self.firstUse = firstUse
    self.lastUse = lastUse
    self.actionCount = actionCount
    self.valueDay = valueDay
    self.valueUsed = valueUsed
    self.refusals = refusals
  }

  package var isRevoked: Bool { isRevokedWithAll || revokedBy != nil }

  func valueUsed(onDay day: UInt64) -> Pips { day == valueDay ? valueUsed : .zero }

  /// Counts an entry that the key has signed.
  mutating func use(at sequence: UInt64, day: UInt64, orderValue: Pips?) {
    firstUse = firstUse ?? sequence
    lastUse = sequence
    actionCount += 1
    guard let orderValue else { return }
    valueUsed = valueUsed(onDay: day).adding(orderValue) ?? .maximum
    valueDay = day
  }

  /// Counts a refusal of what the key has signed.
  mutating func refuse(_ code: RefusalCode, at time: Timestamp) {
    refusals = KeyRefusals(count: (refusals?.count ?? 0) + 1, lastCode: code, lastTime: time)
  }
}
