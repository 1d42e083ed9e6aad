import PerpsProtocol
import Synchronization

/// A clock that a test sets.
final class TestClock: Sendable {
  private let milliseconds: Mutex<UInt64>

  init(_ milliseconds: UInt64) { self.milliseconds = Mutex(milliseconds) }

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) ?? .maximum }
  func set(_ value: UInt64) { milliseconds.withLock { $0 = value } }
}
