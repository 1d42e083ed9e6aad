internal import PerpsProtocol
internal import Signing
internal import Synchronization

/// The server's clock as it is known here, and the nonces that are made by it.
///
/// The node and clock sequence of the nonces come from the system's generator, once for each connection to an
/// exchange; the sequence strictly increases, whoever asks and however the clock is corrected. Only when a nonce was
/// refused for its time, and the sequence has run ahead of the server, does a new one begin, with another node: it may
/// lie before the old one, and no nonce is made twice.
final class ServerClock: Sendable {
  private struct State {
    var nonces = NonceSequence()
    /// Milliseconds that the server is ahead of this machine.
    var offset: Int64 = 0
    var measurement = 0
    var lastNonce: NonceTime?
  }

  /// How far the nonces may be ahead of the server, in milliseconds, for their sequence to go on after one was refused.
  private static let leadMaximum: UInt64 = 1_000

  private let local: @Sendable () -> Timestamp
  private let state = Mutex(State())

  init(local: @escaping @Sendable () -> Timestamp) { self.local = local }

  /// Milliseconds that the server is ahead of this machine; negative when it is behind.
  var offset: Int64 { state.withLock { $0.offset } }

  /// Changes with each measurement.
  var measurement: Int { state.withLock { $0.measurement } }

  /// The server's time, as far as it is known.
  var now: Timestamp { Self.shifted(local(), by: offset) }

  /// A nonce that was never made before.
  func nonce() -> Nonce {
    let now = local()
    return state.withLock { state in
      let nonce = state.nonces.next(now: NonceTime(Self.shifted(now, by: state.offset)))
      state.lastNonce = nonce.time
      return nonce
    }
  }

  /// Measures the offset by asking the server for its time: it was right in the middle between question and answer,
  /// with an error of at most half of the time between them.
  ///
  /// - Parameter isAfterRefusal: whether a nonce was refused for its time.
  func synchronize<Failure: Error>(
    isAfterRefusal: Bool = false, _ ask: () async throws(Failure) -> Timestamp
  ) async throws(Failure) {
    let before = Int64(local().milliseconds)
    let server = try await ask()
    let after = Int64(local().milliseconds)
    state.withLock { state in
      state.offset = Int64(server.milliseconds) - (before + after) / 2
      state.measurement += 1
      let latest = NonceTime(server.adding(milliseconds: Self.leadMaximum))
      if isAfterRefusal, let last = state.lastNonce, last > latest { state.nonces = NonceSequence() }
    }
  }

  private static func shifted(_ time: Timestamp, by offset: Int64) -> Timestamp {
    Timestamp(milliseconds: UInt64(max(Int64(time.milliseconds) + offset, 0))) ?? .maximum
  }
}
