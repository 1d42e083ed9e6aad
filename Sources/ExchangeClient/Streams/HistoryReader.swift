internal import ExchangeAPI
internal import PerpsProtocol

/// Reads the part of a history that comes after something known, page by page.
struct HistoryReader {
  /// How many elements are read at a time: at least the known one and another.
  private let itemsPerPage: Int

  init(itemsPerPage: Int) { self.itemsPerPage = min(max(itemsPerPage, 2), ReadQuery.limitMaximum) }

  /// What was read.
  struct Missed<Item> {
    let items: [Item]
    /// Whether nothing can be missing before or between them.
    let isComplete: Bool
  }

  /// How many pages are read at most; what is older is missing.
  static let pagesMaximum = 100
  /// The exchange's histories may keep no more than so many. One that is as long has perhaps lost its beginning.
  static let itemsKeptMinimum = 1_000

  /// Reads what comes after an element, oldest first.
  ///
  /// - Parameters:
  ///   - last: the id of the element, or `nil` where the history was empty.
  ///   - read: reads a page; with an id it begins at that element.
  nonisolated(nonsending) func items<Item: Sendable>(
    after last: String?, id: (Item) -> String,
    read: nonisolated(nonsending) (ReadPage) async throws(ExchangeError) -> [Item]
  ) async throws(ExchangeError) -> Missed<Item> {
    var (items, known, isComplete) = ([Item](), last, true)
    for _ in 0..<Self.pagesMaximum {
      let start = known == nil ? Timestamp(milliseconds: 0) : nil
      let page = try await read(ReadPage(start: start, fromID: known, limit: itemsPerPage))
      var new = page[...]
      if let known {
        // What is no longer there has been forgotten, and perhaps more.
        if let place = page.firstIndex(where: { id($0) == known }) {
          new = page[(place + 1)...]
        } else {
          isComplete = false
        }
      }
      items += new
      guard page.count >= itemsPerPage, let newest = new.last else {
        return Missed(
          items: items, isComplete: isComplete && (last != nil || items.count < Self.itemsKeptMinimum))
      }
      known = id(newest)
    }
    return Missed(items: items, isComplete: false)
  }
}
