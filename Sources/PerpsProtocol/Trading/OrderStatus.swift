/// Where an order stands.
public enum OrderStatus: WireName {
  /// It has entered the book's matching and neither rests nor is done: seen in events only.
  case active
  /// It will trade no more, and has not traded whole.
  case canceled
  /// It has traded whole.
  case filled
  /// It waits for its trigger.
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
