/// How much time a candle stands for.
public enum CandleInterval: WireName {
  /// One minute.
  case oneMinute
  /// Five minutes.
  case fiveMinutes
  /// Fifteen minutes.
  case fifteenMinutes
  /// Half an hour.
  case thirtyMinutes
  /// One hour.
  case oneHour
  /// Four hours.
  case fourHours
  /// A UTC day.
  case oneDay

  /// The name in queries and subscriptions.
  public var wireName: StaticString {
    switch self {
    case .oneMinute: "1m"
    case .fiveMinutes: "5m"
    case .fifteenMinutes: "15m"
    case .thirtyMinutes: "30m"
    case .oneHour: "1h"
    case .fourHours: "4h"
    case .oneDay: "1d"
    }
  }

  /// The length in minutes.
  public var minutes: UInt64 {
    switch self {
    case .oneMinute: 1
    case .fiveMinutes: 5
    case .fifteenMinutes: 15
    case .thirtyMinutes: 30
    case .oneHour: 60
    case .fourHours: 240
    case .oneDay: 1_440
    }
  }
}
