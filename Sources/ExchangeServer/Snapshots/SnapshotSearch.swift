public import SandboxExchange

/// What a search for a snapshot has found.
public struct SnapshotSearch: Sendable {
  /// The exchange as the newest usable snapshot has it, or `nil` when there is none: replay the ledger from its begin.
  public internal(set) var exchange: SandboxExchange?
  /// The newer ones that are not usable, the newest first. An operator should know of them.
  public internal(set) var skipped: [SkippedSnapshot] = []
}

/// A snapshot that was passed over.
public struct SkippedSnapshot: Hashable, Sendable {
  /// The entry that its name says it is of.
  public let sequence: UInt64
  /// Why.
  public let fault: SnapshotFault
}

extension SkippedSnapshot: CustomStringConvertible {
  /// Which one and why, in a sentence.
  public var description: String { "the snapshot of entry \(sequence) is not used: \(fault)" }
}

/// Why a snapshot is passed over.
public enum SnapshotFault: Error, Hashable, Sendable {
  /// It contains entries that the ledger does not have: the ledger was put back to an older copy.
  case aheadOfLedger(latest: UInt64)
  /// The file cannot be read, for this reason.
  case unreadable(String)
  /// The file is gone.
  case missing
  /// It belongs to another chain, contract or environment.
  case anotherDomain
  /// Its bytes are not a snapshot that the exchange can go on from.
  case damaged(SnapshotError)
  /// It is of another entry than its name says.
  case anotherSequence(UInt64)
  /// The ledger has another entry at its place.
  case anotherLedger
}

extension SnapshotFault: CustomStringConvertible {
  /// What was wrong, as the end of a sentence.
  public var description: String {
    switch self {
    case .aheadOfLedger(let latest): "the ledger ends with entry \(latest)"
    case .unreadable(let reason): reason
    case .missing: "it is gone"
    case .anotherDomain: "it belongs to another chain, contract or environment"
    case .damaged(let error): error.description
    case .anotherSequence(let sequence): "it is one of entry \(sequence)"
    case .anotherLedger: "the ledger has another entry there"
    }
  }
}
