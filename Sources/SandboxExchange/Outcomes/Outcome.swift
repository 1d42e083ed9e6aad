/// What one ledger entry did.
public struct Outcome: Hashable, Sendable {
  /// The entry's place in the ledger.
  public let sequence: UInt64
  /// For whoever signed it.
  public let answer: Answer
  /// For subscribers, in the order in which it happened.
  public let events: [ExchangeEvent]

  /// Why nothing was done, or `nil` where something was.
  public var refusal: BusinessRefusal? {
    if case .refused(let refusal) = answer { refusal } else { nil }
  }
}
