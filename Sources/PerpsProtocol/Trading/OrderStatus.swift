/// Where an order stands.
public enum OrderStatus: WireName {
  /// It was placed, and waits for its trigger.
  case active
  /// It will trade no more, and has not traded whole.
  case canceled
  /// It has traded whole.
  case filled
  /// It was placed, and does not even wait for its trigger yet: conditional and trailing orders.
  case inactive
  /// There is no such open order.
  case notFound
  /// It rests and has not traded.
  case open
  /// It rests and has traded in part.
  case partiallyFilled

  /// The name in JSON.
  public var wireName: StaticString {
    switch self {
    case .active: "active"
    case .canceled: "canceled"
    case .filled: "filled"
    case .inactive: "inactive"
    case .notFound: "notFound"
    case .open: "open"
    case .partiallyFilled: "partiallyFilled"
    }
  }
}
