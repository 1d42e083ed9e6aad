public import PerpsProtocol
public import SessionKeys

/// A session key and how it stands at one moment.
public struct SessionKeyStatus: Hashable, Sendable {
  /// What never changes.
  public let record: SessionKeyRecord
  /// When it was registered.
  public let registration: LedgerMoment
  /// The entry that revoked it: its own revocation, one of all keys, or a custody attempt. Nothing of the key has a
  /// higher sequence number.
  public let revocation: LedgerMoment?
  /// The first entry that was admitted from the key.
  public let firstUse: LedgerMoment?
  /// The last entry that was admitted from the key.
  public let lastUse: LedgerMoment?
  /// How many entries were admitted from the key.
  public let actionCount: UInt64
  /// What it signed that only its wallet may sign.
  public let custodyAttempts: CustodyAttempts?
  /// What it signed that the rules refused.
  public let refusals: KeyRefusals?
  /// What its orders are worth on this UTC day. Counted only for keys with a limit on value or price, at most
  /// `Pips.maximum`.
  public let valueUsedToday: Pips
  /// What is left of its daily limit, or `nil` when it has none.
  public let valueRemainingToday: Pips?

  package init(
    record: SessionKeyRecord, registration: LedgerMoment, revocation: LedgerMoment?, firstUse: LedgerMoment?,
    lastUse: LedgerMoment?, actionCount: UInt64, custodyAttempts: CustodyAttempts?,
    refusals: KeyRefusals?, valueUsedToday: Pips
  ) {
    self.record = record
    self.registration = registration
    self.revocation = revocation
    self.firstUse = firstUse
    self.lastUse = lastUse
    self.actionCount = actionCount
    self.custodyAttempts = custodyAttempts
    self.refusals = refusals
    self.valueUsedToday = valueUsedToday
    valueRemainingToday = record.scope.maximumDailyValue.map { $0.subtracting(valueUsedToday) ?? .zero }
  }
}
