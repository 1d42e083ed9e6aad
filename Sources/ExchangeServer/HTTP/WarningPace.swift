internal import Synchronization

/// Lets one warning through each second: a store that fails fails every request, and one line says it.
final class WarningPace: Sendable {
  private let next = Mutex<UInt64>(0)
  private static let nanosecondsBetween: UInt64 = 1_000_000_000

  /// - Parameter now: a monotonic clock, in nanoseconds.
  func mayWarn(at now: UInt64) -> Bool {
    next.withLock { next in
      guard now >= next else { return false }
      next = now + Self.nanosecondsBetween
      return true
    }
  }
}
