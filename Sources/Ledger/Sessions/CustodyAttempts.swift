public import PerpsProtocol
public import SessionKeys

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
