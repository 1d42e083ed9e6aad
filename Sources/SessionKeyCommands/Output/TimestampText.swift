internal import Foundation
internal import PerpsProtocol

extension Timestamp {
  /// The time in ISO 8601, UTC, with milliseconds: `2026-05-26T16:19:02.123Z`.
  var iso8601: String {
    // The milliseconds are written from the integer: Foundation's dates are binary fractions of a second.
    let seconds = Date(timeIntervalSince1970: Double(milliseconds / 1_000)).formatted(.iso8601)
    let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
    return "\(seconds.dropLast()).\(fraction)Z"
  }
}
