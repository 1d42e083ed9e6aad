internal import PerpsProtocol

extension MarketStatus {
  /// Whether an order may be placed.
  func admits(_ order: Order) -> Bool {
    switch self {
    case .inactive, .cancelsOnly: false
    case .limitMakerOnly: order.type == .limit && order.timeInForce == .gtx
    case .active, .activeHybrid: true
    }
  }

  /// Whether orders may be cancelled.
  var admitsCancellations: Bool { self != .inactive }
}
