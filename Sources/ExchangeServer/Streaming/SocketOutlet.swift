internal import NIOCore

/// Where the messages of one WebSocket go. Messages keep their order, whoever sends them; none blocks.
protocol SocketOutlet: AnyObject, Sendable {
  /// Sends messages, or cuts the connection where its client does not read what it has been sent.
  func send(_ messages: [ByteBuffer])
  /// Says goodbye, and closes.
  func close(_ reason: SocketClosing)
}

/// Why a WebSocket is closed by the server, with the code that its client is told.
///
/// Source of the codes: RFC 6455, section 7.4.1, and its registry.
enum SocketClosing: String, Sendable, CaseIterable {
  /// The server stops.
  case goingAway
  /// Too many pings.
  case tooManyFrames
  /// A frame that is not text, or not masked.
  case unexpectedFrame
  /// The server could not tell everything that was subscribed to: come back, and read what was missed.
  case behind
  /// Something that was to be sent could not be made.
  case failed
  /// The client did not read for too long; it is not told, since it would not read that either.
  case slowReader
  /// The client has said nothing for too long.
  case silent

  var code: UInt16 {
    switch self {
    case .goingAway: 1001
    case .tooManyFrames, .slowReader, .silent: 1008
    case .unexpectedFrame: 1003
    case .failed: 1011
    case .behind: 1013
    }
  }
}
