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
  /// What its orders are worth on this UTC day. Counted only for keys with a limit on value or price, at most
  /// `Pips.maximum`.
  public let valueUsedToday: Pips
  /// What is left of its daily limit, or `nil` when it has none.
  public let valueRemainingToday: Pips?

  package init(
    record: SessionKeyRecord, registration: LedgerMoment, revocation: LedgerMoment?, firstUse: LedgerMoment?,
    lastUse: LedgerMoment?, actionCount: UInt64, custodyAttempts: CustodyAttempts?, valueUsedToday: Pips
  ) {
    self.record = record
    self.registration = registration
    self.revocation = revocation
    self.firstUse = firstUse
    self.lastUse = lastUse
    self.actionCount = actionCount
    self.custodyAttempts = custodyAttempts
    self.valueUsedToday = valueUsedToday
    valueRemainingToday = record.scope.maximumDailyValue.map { $0.subtracting(valueUsedToday) ?? .zero }
  }
}

/// The refused custody attempts of one session key.
///
/// Only the last is kept, so that a stolen key cannot fill a disk.
public struct CustodyAttempts: Hashable, Sendable {
  /// How many there were.
  public let count: UInt64
  /// When the first was recorded.
  public let firstTime: Timestamp
  /// When the last was recorded.
  public let lastTime: Timestamp
  /// What was signed last: evidence, and never done.
  public let lastRequest: SignedRequest

  package init(count: UInt64, firstTime: Timestamp, lastTime: Timestamp, lastRequest: SignedRequest) {
    self.count = count
    self.firstTime = firstTime
    self.lastTime = lastTime
    self.lastRequest = lastRequest
  }
}

/// What became of a custody attempt.
public struct CustodyAttemptOutcome: Hashable, Sendable {
  /// The key's attempts, this one among them.
  public let attempts: CustodyAttempts
  /// The entry by which the attempt revoked the key; `nil` where the policy does not, or the key was revoked before.
  public let revocation: LedgerEntry?

  package init(attempts: CustodyAttempts, revocation: LedgerEntry?) {
    self.attempts = attempts
    self.revocation = revocation
  }
}
