internal import NIOCore

/// A WebSocket connection. It closes when nobody holds it any more.
final class SocketConnection: Sendable {
  private let channel: any Channel
  private let handler: NIOLoopBound<SocketHandler>

  init(_ channel: any Channel, _ handler: NIOLoopBound<SocketHandler>) {
    self.channel = channel
    self.handler = handler
  }

  deinit { close() }

  /// Sends what is decided on the connection's event loop, right before it is written.
  ///
  /// - Parameter message: asked with whether the connection is still open; what it answers where it is, is written.
  func send(_ message: @escaping @Sendable (_ isOpen: Bool) -> [UInt8]?) {
    let handler = handler
    channel.eventLoop.execute {
      let handler = handler.value
      if let bytes = message(handler.isOpen) { handler.send(bytes) }
    }
  }

  /// Sends a message, if the connection is still open.
  func send(_ message: [UInt8]) { send { _ in message } }

  /// Ends the connection, with a goodbye.
  func close(_ reason: SocketEnd = .closedHere) {
    let handler = handler
    channel.eventLoop.execute { handler.value.finish(reason, code: reason.closeCode) }
  }

  /// Ends the connection after a while, unless what is returned is cancelled before.
  func closing(after delay: Duration, _ reason: SocketEnd) -> SocketDeadline {
    let handler = handler
    return SocketDeadline(
      task: channel.eventLoop.scheduleTask(in: TimeAmount(delay)) {
        handler.value.finish(reason, code: reason.closeCode)
      })
  }
}

/// A time limit on a connection.
struct SocketDeadline: Sendable {
  fileprivate let task: Scheduled<Void>

  func cancel() { task.cancel() }
}
