/// Whoever is told what comes over a WebSocket connection.
///
/// Both methods are called on the connection's event loop, which they must not keep busy.
protocol SocketReceiver: AnyObject, Sendable {
  /// Takes the next message, in the order in which they came.
  ///
  /// - Returns: a reason to close the connection, or `nil`.
  func receive(_ message: [UInt8]) -> SocketEnd?

  /// The connection is over. Called exactly once, and last.
  func end(_ reason: SocketEnd)
}
