/// How far a history with ids has been delivered: each of its elements once, however it comes.
struct HistoryCursor {
  /// The last that was delivered, or that stood at the end when the stream began.
  private(set) var last: String?
  private var seen = RecentIDs<String>()

  /// Begins behind an element.
  init(after last: String? = nil) {
    self.last = last
    if let last { seen.insert(last) }
  }

  /// Begins at the end of a history.
  ///
  /// - Parameter newest: its newest elements, oldest first: they may still be on their way as events.
  mutating func begin(behind newest: [String]) {
    for id in newest { seen.insert(id) }
    last = newest.last
  }

  /// Whether an element was not delivered before; it counts as delivered from now on.
  mutating func deliver(_ id: String) -> Bool {
    guard seen.insert(id) else { return false }
    last = id
    return true
  }
}
