internal import PerpsProtocol

/// A length of time as people type it: `30d`, `12h`, `45m`, `90s`.
struct TypedDuration: Hashable {
  /// From 1 second to 30 days, in milliseconds.
  let milliseconds: UInt64

  /// How long a session lives when nobody says how long.
  static let day = TypedDuration(milliseconds: Timestamp.millisecondsPerDay)

  private static let longest = SessionKeyAuthorization.lifetimeMillisecondsMaximum

  private init(milliseconds: UInt64) { self.milliseconds = milliseconds }

  /// Reads a whole number and one unit.
  init(typed text: String) throws(TypedNumberError) {
    guard let unit = text.utf8.last.flatMap(Self.milliseconds(ofUnit:)) else { throw .notADuration }
    let digits = text.dropLast()
    // Without this, UInt64 would take a plus sign.
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = UInt64(digits)
    else { throw .notADuration }
    guard count > 0 else { throw .noTime }
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, milliseconds <= Self.longest else {
      throw .tooLong(maximumDays: Self.longest / Timestamp.millisecondsPerDay)
    }
    self.milliseconds = milliseconds
  }

  private static func milliseconds(ofUnit unit: UInt8) -> UInt64? {
    switch unit {
    case UInt8(ascii: "d"): Timestamp.millisecondsPerDay
    case UInt8(ascii: "h"): 3_600_000
    case UInt8(ascii: "m"): 60_000
    case UInt8(ascii: "s"): 1_000
    default: nil
    }
  }
}

extension TypedDuration: CustomStringConvertible {
  /// Whole days, or hours, or seconds.
  var description: String {
    for (unit, name) in [(Timestamp.millisecondsPerDay, "d"), (3_600_000, "h"), (60_000, "m")]
    where milliseconds.isMultiple(of: unit) { return "\(milliseconds / unit)\(name)" }
    return "\(milliseconds / 1_000)s"
  }
}
