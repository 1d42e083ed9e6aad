/// The limits of a WebSocket connection.
public struct SocketLimits: Hashable, Sendable {
  /// The largest message that is read, in bytes.
  public var messageBytesMaximum = 4 * 1_024 * 1_024
  /// How many messages may wait for a stream's consumer. When there are more the connection is closed.
  public var messagesWaitingMaximum = 4_096
  /// How many bytes of messages may wait for a stream's consumer. When there are more the connection is closed.
  public var bytesWaitingMaximum = 8 * 1_024 * 1_024
  /// How often the server is asked whether it is still there.
  public var pingInterval = Duration.seconds(20)
  /// How long the server may say nothing, pongs included, until the connection is given up.
  public var silenceTimeout = Duration.seconds(60)
  /// How long the server may take to answer a goodbye.
  public var closeTimeout = Duration.seconds(1)
  /// How many signed requests may be under way on one connection; further ones wait for one of them to be answered.
  /// A server of this project carries out 64 at a time.
  public var requestsInFlightMaximum = 64
  /// How many signed requests may wait for that; further ones are not sent.
  public var requestsWaitingMaximum = 4_096

  /// The usual limits.
  public init() {}
}

/// How long to wait before connecting again: twice as long each time, by chance up to a half shorter, so that the
/// clients of a server that has failed do not all come back at once.
public struct ReconnectPauses: Sendable {
  /// The pause after the first failure.
  public var minimum = Duration.milliseconds(250)
  /// The longest pause. A connection that lasted as long counts as a success.
  public var maximum = Duration.seconds(30)
  /// A number from 0 to 1 by chance.
  public var chance: @Sendable () -> Double = { .random(in: 0...1) }

  /// The usual pauses.
  public init() {}

  /// The pause after so many failures in a row.
  func pause(afterFailures count: Int) -> Duration {
    guard count > 0 else { return .zero }
    let whole = min(minimum * (1 << min(count - 1, 20)), maximum)
    return whole * (1 - min(max(chance(), 0), 1) / 2)
  }
}
