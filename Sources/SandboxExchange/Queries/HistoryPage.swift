public import PerpsProtocol

/// Which part of a history is asked for.
///
/// With a start or an id to begin at these are the oldest that fit, without either the newest. They come oldest first
/// in any case. The ids depend on what is asked for: ``OrderNumber`` for orders, ``FillNumber`` for fills and trades,
/// the sequence number for deposits and withdrawals; candles have none, and take a page of `Never`.
public struct HistoryPage<ID: Comparable & Hashable & Sendable>: Hashable, Sendable {
  /// Nothing before this time; the time itself is inside. `nil` for no bound.
  public let start: Timestamp?
  /// Nothing after this time; the time itself is inside. `nil` for no bound.
  public let end: Timestamp?
  /// At most so many.
  public let limit: Int
  /// Nothing with a smaller id; the id itself is inside. `nil` for no bound.
  public let from: ID?

  /// Asks for a part of a history.
  ///
  /// - Parameter limit: taken between 1 and ``HistoryLimits/itemsPerPageMaximum``.
  public init(
    start: Timestamp? = nil, end: Timestamp? = nil, limit: Int = HistoryLimits.itemsPerPageDefault, from: ID? = nil
  ) {
    self.start = start
    self.end = end
    self.limit = min(max(limit, 1), HistoryLimits.itemsPerPageMaximum)
    self.from = from
  }
}

/// How much of a history is answered at a time.
public enum HistoryLimits {
  /// How many items a page has where nobody asks for another number.
  public static let itemsPerPageDefault = 50
  /// The most items that a page has.
  public static let itemsPerPageMaximum = 1_000
}

extension HistoryPage {
  /// Whether the oldest are asked for, and not the newest.
  private var isFromTheOldest: Bool { start != nil || from != nil }

  /// Whether the page is for items of a time and an id, its limit apart.
  private func includes(time: Timestamp, id: ID?) -> Bool {
    if let start, time < start { return false }
    if let end, time > end { return false }
    guard let from else { return true }
    return id.map { $0 >= from } ?? false
  }

  /// Picks the page's items out of a history.
  ///
  /// Looks at each item in its place and copies only those of the page, so that a page costs what it has.
  ///
  /// - Parameters:
  ///   - count: how many items there are.
  ///   - key: the time and the id of an item that is meant, `nil` for one that is not. Ids must ascend.
  ///   - item: an item.
  func pick<Item>(
    from count: Int, key: (Int) -> (time: Timestamp, id: ID?)?, item: (Int) -> Item
  ) -> [Item] {
    var places: [Int] = []
    var (place, step) = isFromTheOldest ? (0, 1) : (count - 1, -1)
    while place >= 0, place < count, places.count < limit {
      if let (time, id) = key(place), includes(time: time, id: id) { places.append(place) }
      place += step
    }
    if !isFromTheOldest { places.reverse() }
    return places.map(item)
  }
}
