internal import EthereumPrimitives
internal import PerpsProtocol

/// The nonces that entries have used and that could still be fresh: an audit's memory of them is bounded by the window.
struct RecentNonces {
  /// Nonces stand together by the minute of their time, so that old ones are forgotten all at once.
  private var minutes: [UInt64: Set<UsedNonce>] = [:]

  private static let ticksPerMinute = 60_000 * NonceTime.ticksPerMillisecond

  func contains(_ nonce: UsedNonce) -> Bool { minutes[nonce.ticks / Self.ticksPerMinute]?.contains(nonce) ?? false }

  mutating func insert(_ nonce: UsedNonce) { minutes[nonce.ticks / Self.ticksPerMinute, default: []].insert(nonce) }

  /// Forgets the minutes that ended before a tick.
  mutating func forget(before ticks: UInt64) {
    for minute in minutes.keys where minute < ticks / Self.ticksPerMinute { minutes[minute] = nil }
  }

  /// How many there are from a tick on.
  func count(from ticks: UInt64) -> Int {
    minutes.values.reduce(into: 0) { count, uses in count += uses.count { $0.ticks >= ticks } }
  }
}

/// A nonce and the wallet that has used it, as the table of used nonces has them.
struct UsedNonce: Hashable {
  let ticks: UInt64
  let rest: Int64
  let wallet: Address

  init(ticks: UInt64, rest: Int64, wallet: Address) {
    self.ticks = ticks
    self.rest = rest
    self.wallet = wallet
  }

  init(_ nonce: Nonce, by wallet: Address) {
    self.init(ticks: nonce.time.ticks, rest: nonce.restSQL, wallet: wallet)
  }
}
