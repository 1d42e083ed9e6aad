internal import PerpsProtocol

/// A length of time as people type it: `30d`, `12h`, `45m`, `90s`.
struct TypedDuration: Hashable {
  /// From 1 second to 30 days, in milliseconds.
  let milliseconds: UInt64

  private static let longest = SessionKeyAuthorization.lifetimeMillisecondsMaximum

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
