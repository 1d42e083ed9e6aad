/// The entries of a ledger in order, read page by page: for an audit, a replay, a follower that catches up.
///
/// While the entries of a page are used, the next page is read.
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
    private var upcoming: Task<[LedgerEntry], any Error>?

    init(ledger: any Ledger, next: UInt64) {
      self.ledger = ledger
      expected = next
    }

    /// The next entry, or `nil` at the end.
    public mutating func next() async throws -> LedgerEntry? {
      if page.isEmpty { page = try await nextPage()[...] }
      guard let entry = page.popFirst() else { return nil }
      guard entry.sequence == expected else {
        throw LedgerError.damaged("entry \(expected) is missing: \(entry.sequence) follows")
      }
      expected += 1
      return entry
    }

    private mutating func nextPage() async throws -> [LedgerEntry] {
      var entries = try await upcoming?.value ?? []
      // A page that was read early may have come before entries that are there now.
      if entries.isEmpty { entries = try await Self.page(from: expected, of: ledger) }
      upcoming = entries.last.map { [ledger] last in
        Task { try await Self.page(from: last.sequence + 1, of: ledger) }
      }
      return entries
    }

    private static func page(from sequence: UInt64, of ledger: any Ledger) async throws -> [LedgerEntry] {
      try await ledger.entries(from: sequence, limit: LedgerLimits.entriesPerPageMaximum)
    }
  }
}
