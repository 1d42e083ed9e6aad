internal import PerpsProtocol
internal import Signing
internal import Synchronization

/// The server's clock as it is known here, and the nonces that are made by it.
///
/// The node and clock sequence of the nonces come from the system's generator, once for each connection to an
/// exchange; the sequence strictly increases, whoever asks and however the clock is corrected.
final class ServerClock: Sendable {
  private struct State {
    var nonces = NonceSequence()
    /// Milliseconds that the server is ahead of this machine.
    var offset: Int64 = 0
  }

  private let local: @Sendable () -> Timestamp
  private let state = Mutex(State())

  init(local: @escaping @Sendable () -> Timestamp) { self.local = local }

  /// Milliseconds that the server is ahead of this machine; negative when it is behind.
  var offset: Int64 { state.withLock { $0.offset } }

  /// The server's time, as far as it is known.
  var now: Timestamp { Self.shifted(local(), by: offset) }

  /// A nonce that was never made before.
  func nonce() -> Nonce {
    let now = local()
    return state.withLock { state in state.nonces.next(now: NonceTime(Self.shifted(now, by: state.offset))) }
  }

  /// Measures the offset by asking the server for its time: it was right in the middle between question and answer,
  /// with an error of at most half of the time between them.
  func synchronize<Failure: Error>(_ ask: () async throws(Failure) -> Timestamp) async throws(Failure) {
    let before = Int64(local().milliseconds)
    let server = Int64(try await ask().milliseconds)
    let after = Int64(local().milliseconds)
    state.withLock { $0.offset = server - (before + after) / 2 }
  }

  private static func shifted(_ time: Timestamp, by offset: Int64) -> Timestamp {
    Timestamp(milliseconds: UInt64(max(Int64(time.milliseconds) + offset, 0))) ?? .maximum
  }
}
