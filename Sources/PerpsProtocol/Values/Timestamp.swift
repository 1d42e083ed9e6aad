/// A point in time in whole milliseconds since 1970-01-01T00:00:00Z, as the exchange's API writes times.
public struct Timestamp: Hashable, Sendable, Comparable {
  /// Milliseconds since the Unix epoch.
  public let milliseconds: UInt64

  /// The latest time that is taken, 9999-12-31T23:59:59.999Z: arithmetic on any valid time cannot overflow.
  public static let maximum = Timestamp(unchecked: 253_402_300_799_999)

  /// Takes milliseconds since the Unix epoch up to ``maximum``, or `nil` beyond it.
  public init?(milliseconds: UInt64) {
    guard milliseconds <= Self.maximum.milliseconds else { return nil }
    self.milliseconds = milliseconds
  }

  init(unchecked milliseconds: UInt64) { self.milliseconds = milliseconds }

  /// This time and some milliseconds, at most ``maximum``.
  public func adding(milliseconds duration: UInt64) -> Timestamp {
    let (sum, overflow) = milliseconds.addingReportingOverflow(duration)
    return overflow || sum > Self.maximum.milliseconds ? .maximum : Timestamp(unchecked: sum)
  }

  /// The UTC day, counted from the Unix epoch: daily limits begin anew with it.
  public var day: UInt64 { milliseconds / 86_400_000 }

  /// Earlier times are smaller.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp {
  /// One day in milliseconds.
  public static let millisecondsPerDay: UInt64 = 86_400_000
}
