internal import Synchronization

/// Counts what each of many takes, and says when one takes too much: a token bucket for each.
///
/// A bucket holds what may be taken in two seconds and is filled with what may be taken in one. Whoever has taken
/// nothing for two seconds has a full bucket, and need not be remembered: the table is bounded without a loophole,
/// except for whoever comes from more than ``ServerLimits/countedMaximum`` addresses in that time.
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
  /// How many seconds' worth a bucket holds.
  private static var secondsHeld: UInt64 { 2 }
  private static var nanosecondsPerSecond: UInt64 { 1_000_000_000 }

  private let perSecond: UInt64
  private let countedMaximum: Int
  private let state = Mutex(State())

  /// When the buckets would be full again, in nanoseconds of the caller's clock. The present generation and the one
  /// before it: a bucket that was not touched for a whole generation is full.
  private struct State {
    var current: [Key: UInt64] = [:]
    var previous: [Key: UInt64] = [:]
    var generationEnd: UInt64 = 0
  }

  init(perSecond: Int, countedMaximum: Int = ServerLimits.countedMaximum) {
    self.perSecond = UInt64(max(perSecond, 1))
    self.countedMaximum = countedMaximum
  }

  /// Takes some of a bucket, or says after how many seconds there will be enough.
  ///
  /// - Parameter now: a monotonic clock, in nanoseconds.
  func take(_ cost: Int = 1, of key: Key, at now: UInt64) -> RateExcess? {
    let limit = now + Self.capacity
    return state.withLock { state in
      let full = fullTime(of: key, in: &state, at: now) + price(of: cost)
      guard full <= limit else {
        return RateExcess(secondsUntilRetry: Int((full - limit) / Self.nanosecondsPerSecond) + 1)
      }
      state.current[key] = full
      return nil
    }
  }

  /// Charges for what turned out to be expensive; the bucket may become emptier than empty, by one such charge.
  func charge(_ cost: Int, to key: Key, at now: UInt64) {
    state.withLock { state in
      state.current[key] = min(fullTime(of: key, in: &state, at: now), now + Self.capacity) + price(of: cost)
    }
  }

  /// A full bucket, in the time that it takes to fill.
  private static var capacity: UInt64 { secondsHeld * nanosecondsPerSecond }

  /// What is taken, in the time that it takes to be filled in again.
  private func price(of cost: Int) -> UInt64 { UInt64(max(cost, 0)) * Self.nanosecondsPerSecond / perSecond }

  /// When a bucket would be full if nothing more were taken; not before now.
  private func fullTime(of key: Key, in state: inout State, at now: UInt64) -> UInt64 {
    turn(&state, at: now)
    return max(state.current[key] ?? state.previous[key] ?? 0, now)
  }

  /// Begins a new generation when the present one is over, or holds as many as it may.
  private func turn(_ state: inout State, at now: UInt64) {
    guard now >= state.generationEnd || state.current.count >= countedMaximum else { return }
    state.previous = state.current
    state.current = [:]
    state.generationEnd = now + 2 * Self.capacity
  }
}

/// Somebody asked for more than one may.
struct RateExcess: Error, Hashable {
  /// When it is worth trying again.
  let secondsUntilRetry: Int
}
