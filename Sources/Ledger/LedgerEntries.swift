/// The entries of a ledger in order, read page by page: for an audit, a replay, a follower that catches up.
///
/// Ends where the ledger ends when the last page is read. Throws what reading throws, and
/// ``LedgerError/damaged(_:)`` where a sequence number is missing.
public struct LedgerEntries: AsyncSequence, Sendable {
  private let ledger: any Ledger
  private let first: UInt64

  init(ledger: any Ledger, from first: UInt64) {
    self.ledger = ledger
    self.first = Swift.max(first, 1)
  }

  /// Begins to read.
  public func makeAsyncIterator() -> Iterator { Iterator(ledger: ledger, next: first) }

  /// Reads one page after another.
  public struct Iterator: AsyncIteratorProtocol {
    private let ledger: any Ledger
    private var expected: UInt64
    private var page: ArraySlice<LedgerEntry> = []

    init(ledger: any Ledger, next: UInt64) {
      self.ledger = ledger
      expected = next
    }

    /// The next entry, or `nil` at the end.
    public mutating func next() async throws -> LedgerEntry? {
      if page.isEmpty {
        page = try await ledger.entries(from: expected, limit: LedgerLimits.entriesPerPageMaximum)[...]
      }
      guard let entry = page.popFirst() else { return nil }
      guard entry.sequence == expected else {
        throw LedgerError.damaged("entry \(expected) is missing: \(entry.sequence) follows")
      }
      expected += 1
      return entry
    }
  }
}
