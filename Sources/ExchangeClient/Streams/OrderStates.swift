internal import ExchangeAPI
internal import PerpsProtocol

/// How a wallet's orders stand, as far as was told: none goes back to an earlier state.
struct OrderStates {
  /// Orders that may still change.
  private(set) var open: [OrderID: OrderDetails] = [:]
  /// Orders that will not.
  private var closed = RecentIDs<OrderID>()
  /// The order that was placed last, as far as is known.
  private(set) var newest: OrderDetails?

  /// Whether it is known that an order has ended.
  func isClosed(_ id: OrderID) -> Bool { closed.contains(id) }

  /// Orders that were placed before this one, or are this one, are not looked for among the closed ones.
  mutating func begin(behind order: OrderDetails) { newest = order }

  /// Forgets an order of which nothing can be learned any more.
  mutating func forget(_ id: OrderID) { open[id] = nil }

  /// The order, if it is further than it was, or was not known.
  mutating func take(_ order: OrderDetails) -> OrderDetails? {
    let order = order.comparable
    if newest.map({ order.time >= $0.time }) ?? true { newest = order }
    guard !closed.contains(order.orderID) else { return nil }
    if let known = open[order.orderID], known == order || order.isBehind(known) { return nil }
    if order.status.isFinal {
      open[order.orderID] = nil
      closed.insert(order.orderID)
    } else {
      open[order.orderID] = order
    }
    return order
  }
}

extension OrderDetails {
  /// Whether it is an earlier state than another of the same order: what has traded never becomes less, what was
  /// ordered never more, and the status moves in one direction.
  fileprivate func isBehind(_ other: OrderDetails) -> Bool {
    executedQuantity < other.executedQuantity || originalQuantity > other.originalQuantity
      || status.rank < other.status.rank
  }
}

extension OrderStatus {
  fileprivate var rank: Int {
    switch self {
    case .inactive: 0
    case .active: 1
    case .open: 2
    case .partiallyFilled: 3
    case .filled, .canceled, .notFound: 4
    }
  }

  /// Whether the order will not change any more.
  fileprivate var isFinal: Bool { rank == 4 }
}
