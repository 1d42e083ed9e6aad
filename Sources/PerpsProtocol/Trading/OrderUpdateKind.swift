/// What happened to an order: `x` of the exchange's order updates.
public enum OrderUpdateKind: WireName {
  /// It was taken, and waits for its trigger.
  case accepted
  /// It was taken, and meets the book.
  case new
  /// Its trigger was reached, and it meets the book.
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
