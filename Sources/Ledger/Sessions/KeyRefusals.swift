public import PerpsProtocol
public import SessionKeys

/// How often the rules have refused what one session key signed, for whatever reason: also after its expiry or its
/// revocation.
///
/// What counts is the key's signature, whoever sent it, so a replay counts too. A request that the key did not sign
/// does not, nor does a custody attempt, which is counted as ``CustodyAttempts``. Only the last refusal is kept, so that
/// a stolen key cannot fill a disk.
public struct KeyRefusals: Hashable, Sendable {
  /// How many there were.
  public let count: UInt64
  /// Why the last was refused.
  public let lastCode: RefusalCode
  /// When the last was refused, by the ledger's clock.
  public let lastTime: Timestamp

  package init(count: UInt64, lastCode: RefusalCode, lastTime: Timestamp) {
    self.count = count
    self.lastCode = lastCode
    self.lastTime = lastTime
  }
}
