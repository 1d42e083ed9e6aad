public import EthereumPrimitives
public import TypedData

/// What an audit has seen, and what it has found wrong.
public struct AuditReport: Hashable, Sendable {
  /// The domain that the ledger says it is of; every signature was verified in it.
  public let domain: Domain
  /// How many entries were read.
  public let entryCount: UInt64
  /// How many session keys were registered by entries that hold.
  public let sessionKeyCount: UInt64
  /// How many entries that hold have revoked something.
  public let revocationCount: UInt64
  /// The hash that chains the last entry to all before it, or zero for none. Whoever keeps it from one audit to the next
  /// can tell that nothing before it was replaced since.
  public let lastHash: Bytes32
  /// How many things are wrong, also those that ``findings`` does not name.
  public let findingCount: UInt64
  /// What is wrong, in the order in which it was found: at most ``LedgerLimits/auditFindingsMaximum``.
  public let findings: [AuditFinding]

  init(domain: Domain, lastHash: Bytes32, _ facts: AuditFacts, _ findings: FindingList, _ entryCount: UInt64) {
    self.domain = domain
    self.entryCount = entryCount
    sessionKeyCount = UInt64(facts.keys.count)
    revocationCount = facts.revocationCount
    self.lastHash = lastHash
    findingCount = findings.count
    self.findings = findings.kept
  }

  /// Whether everything holds.
  public var holds: Bool { findingCount == 0 }
}

/// How far an audit has come.
public struct AuditProgress: Hashable, Sendable {
  /// How many entries have been judged.
  public let entriesDone: UInt64
  /// How many there were when the audit began. A ledger that is open grows meanwhile.
  public let entriesTotal: UInt64
}
