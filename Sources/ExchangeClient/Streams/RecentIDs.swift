/// The last so many ids that were seen.
struct RecentIDs<ID: Hashable & Sendable>: Sendable {
  private let countMaximum: Int
  private var ids: Set<ID> = []
  private var order: [ID] = []
  private var oldest = 0

  /// More than a history answers and a connection keeps waiting together: what may come twice is among them.
  init(countMaximum: Int = 16_384) { self.countMaximum = countMaximum }

  func contains(_ id: ID) -> Bool { ids.contains(id) }

  /// Remembers an id; answers whether it was not known.
  @discardableResult
  mutating func insert(_ id: ID) -> Bool {
    guard ids.insert(id).inserted else { return false }
    if order.count < countMaximum {
      order.append(id)
    } else {
      ids.remove(order[oldest])
      order[oldest] = id
      oldest = (oldest + 1) % countMaximum
    }
    return true
  }
}
