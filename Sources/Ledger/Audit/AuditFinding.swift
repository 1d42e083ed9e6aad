/// Something in a ledger that is not as it must be.
public struct AuditFinding: Hashable, Sendable {
  /// The entry that it is about, or `nil` where it is about none.
  public let sequence: UInt64?
  /// What is wrong, for programs.
  public let kind: Kind
  /// What is wrong, in a sentence.
  public let text: String

  /// What can be wrong. The texts are never changed or reused.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Entries are missing: the sequence numbers have a gap, or begin after 1.
    case missingEntries
    /// The time is before that of the entry before.
    case timeGoesBack
    /// What is stored of the entry, or of the one before it, was changed after it was written.
    case brokenChain
    /// What is stored is not what a ledger writes.
    case unreadable
    /// Neither the wallet nor a registered session key of it has signed this, or the consent is wrong.
    case notAuthentic
    /// Somebody else has signed than the entry says.
    case anotherActor
    /// The rules refuse what was admitted: after a revocation, outside the key's scope, with a used nonce, …
    case refused
    /// The facts that the judgement used, as the entry has them, are not those that the entries before it make.
    case anotherJudgement
    /// The entry revokes a key for a custody attempt, and its request is none by this key, or the key was revoked before.
    case notACustodyAttempt
    /// An index price by another wallet than the one appointed for it.
    case publisherNotAppointed
    /// A table beside the entries says something else than they do: about a session key, a revocation, an index price,
    /// or a used nonce.
    case anotherTable
  }

  package init(sequence: UInt64?, kind: Kind, text: String) {
    self.sequence = sequence
    self.kind = kind
    self.text = text
  }
}
