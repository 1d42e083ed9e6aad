internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// What changes about a session key.
struct KeyStanding {
  let wallet: Address
  let authorizationTicks: UInt64
  /// Whether a revocation of all the wallet's keys covers this one.
  let isRevokedWithAll: Bool
  var revokedBy: UInt64?
  var firstUse: UInt64?
  var lastUse: UInt64?
  var actionCount: UInt64
  var valueDay: UInt64
  var valueUsed: Pips
  var refusals: KeyRefusals?

  var isRevoked: Bool { isRevokedWithAll || revokedBy != nil }

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
