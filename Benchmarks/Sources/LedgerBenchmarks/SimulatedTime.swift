import PerpsProtocol
import Synchronization

/// Time that passes with the requests that are made, as if 5,000 came in each second.
///
/// The table of used nonces has then what it would have under such a load, however fast the ledger is filled.
final class SimulatedTime: Sendable {
  private let count = Mutex<UInt64>(0)

  private static let begin = NonceTime(ticks: 0x01B2_1DD2_1381_4000 + 1_800_000_000_000 * 10_000)
  private static let ticksPerRequest: UInt64 = 2_000

  var now: Timestamp { time(count.withLock { $0 }).timestamp }

  /// The next request's nonce.
  func nonce() -> Nonce {
    let count = count.withLock { count in
      count += 1
      return count
    }
    return Nonce(time: time(count), clockSequence: 0, node: count)
  }

  private func time(_ count: UInt64) -> NonceTime {
    NonceTime(ticks: (Self.begin?.ticks ?? 0) + count * Self.ticksPerRequest) ?? NonceTime(.maximum)
  }
}
