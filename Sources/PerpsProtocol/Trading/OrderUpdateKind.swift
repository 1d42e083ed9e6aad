/// What happened to an order: `x` of the exchange's order updates.
public enum OrderUpdateKind: WireName {
  /// It was taken, and does not even wait for its trigger yet: conditional and trailing orders.
  case accepted
  /// It has met the book, and not traded at once. Of one that has, the first update is its fill.
  case new
  /// It was taken, and waits for its trigger. Once that is reached it goes on as any other order.
  case activated
  /// It traded.
  case fill
  /// It, or a part of it, was cancelled.
  case canceled
  /// It could not rest, and what was left of it has ended.
  case expired

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .accepted: "accepted"
    case .new: "new"
    case .activated: "activated"
    case .fill: "fill"
    case .canceled: "canceled"
    case .expired: "expired"
    }
  }
}
