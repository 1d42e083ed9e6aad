/// The timestamp in a nonce: 60 bits of 100-nanosecond ticks since 1582-10-15T00:00:00Z (RFC 9562, section 5.1).
///
/// Nonces are ordered by these ticks, not by milliseconds.
public struct NonceTime: Hashable, Sendable, Comparable {
  /// Ticks of 100 ns since the beginning of the Gregorian calendar, below 2⁶⁰.
  public let ticks: UInt64

  /// Ticks in one millisecond.
  public static let ticksPerMillisecond: UInt64 = 10_000
  /// Ticks from 1582-10-15 to 1970-01-01.
  static let ticksToUnixEpoch: UInt64 = 0x01B2_1DD2_1381_4000
  static let ticksMaximum: UInt64 = 1 << 60 - 1

  /// Takes ticks below 2⁶⁰, or `nil`.
  public init?(ticks: UInt64) {
    guard ticks <= Self.ticksMaximum else { return nil }
    self.ticks = ticks
  }

  /// The first tick of a millisecond.
  ///
  /// The ticks end in the year 5236; later milliseconds become the last tick.
  public init(_ timestamp: Timestamp) {
    let ticks = timestamp.milliseconds * Self.ticksPerMillisecond + Self.ticksToUnixEpoch
    self.ticks = min(ticks, Self.ticksMaximum)
  }

  /// The millisecond that the tick falls in, rounded down as the exchange's contract does
  /// (`getTimestampInMsFromUuidV1`); ticks before 1970 give the Unix epoch.
  public var timestamp: Timestamp {
    guard ticks >= Self.ticksToUnixEpoch else { return Timestamp(unchecked: 0) }
    return Timestamp(unchecked: (ticks - Self.ticksToUnixEpoch) / Self.ticksPerMillisecond)
  }

  /// This time and some milliseconds, at most the last tick.
  public func adding(milliseconds: UInt64) -> NonceTime {
    let (product, overflow) = milliseconds.multipliedReportingOverflow(by: Self.ticksPerMillisecond)
    return overflow || product > Self.ticksMaximum - ticks
      ? NonceTime(unchecked: Self.ticksMaximum) : NonceTime(unchecked: ticks + product)
  }

  /// This time less some milliseconds, at least the first tick.
  public func subtracting(milliseconds: UInt64) -> NonceTime {
    let (product, overflow) = milliseconds.multipliedReportingOverflow(by: Self.ticksPerMillisecond)
    return overflow || product > ticks ? NonceTime(unchecked: 0) : NonceTime(unchecked: ticks - product)
  }

  init(unchecked ticks: UInt64) { self.ticks = ticks }

  /// Earlier ticks are smaller.
  public static func < (left: NonceTime, right: NonceTime) -> Bool { left.ticks < right.ticks }
}
