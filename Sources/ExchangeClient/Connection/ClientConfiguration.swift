internal import Foundation
public import PerpsProtocol

/// The limits of a client, and its clock. Nothing waits or grows without one of them.
public struct ClientConfiguration: Sendable {
  /// How many connections are open at a time; further requests wait for one.
  public var connectionsMaximum = 16
  /// How long connecting may take.
  public var connectTimeout = Duration.seconds(5)
  /// How long a request may take, from waiting for a connection to the last byte of its answer.
  public var requestTimeout = Duration.seconds(15)
  /// How long an unused connection is kept. Shorter than the server keeps it, so that none is used while it closes.
  public var idleTimeout = Duration.seconds(20)
  /// The largest answer that is read, in bytes.
  public var answerBytesMaximum = 4 * 1_024 * 1_024
  /// How often a read is sent again when its connection fails.
  public var readRetriesMaximum = 2
  /// How long to wait before each look for an order whose fate is unknown; there are as many looks as pauses.
  public var fateLookupPauses: [Duration] = [.zero, .milliseconds(100), .milliseconds(400), .seconds(1), .seconds(2)]
  /// The most elements of a history that are read at a time, from 1 to 1,000.
  public var historyPageItems = 1_000
  /// The limits of WebSocket connections.
  public var socket = SocketLimits()
  /// How long to wait before a stream connects again.
  public var reconnectPauses = ReconnectPauses()
  /// Waits, and returns early when the task is cancelled.
  public var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
  /// This machine's clock. How far it is off the server's is measured.
  public var clock: @Sendable () -> Timestamp

  /// The usual limits.
  public init(clock: @escaping @Sendable () -> Timestamp = ClientConfiguration.systemClock) { self.clock = clock }

  /// The system's clock.
  public static let systemClock: @Sendable () -> Timestamp = {
    Timestamp(milliseconds: UInt64(max(Date().timeIntervalSince1970, 0) * 1_000)) ?? .maximum
  }
}
