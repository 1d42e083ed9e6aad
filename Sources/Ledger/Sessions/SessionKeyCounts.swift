/// How many session keys a ledger has.
public struct SessionKeyCounts: Hashable, Sendable {
  /// The keys that were ever registered.
  public let registered: UInt64
  /// Those that were revoked, one by one or with all of their wallet's, expired or not.
  public let revoked: UInt64
  /// Those that are neither revoked nor expired.
  public let active: UInt64

  package init(registered: UInt64, revoked: UInt64, active: UInt64) {
    self.registered = registered
    self.revoked = revoked
    self.active = active
  }
}
