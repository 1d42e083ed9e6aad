/// Why a WebSocket connection ended, or did not come about.
public enum SocketEnd: Error, Hashable, Sendable {
  /// There was no connection to the server.
  case notReachable(reason: String)
  /// The server has answered, but opens no WebSocket.
  case notUpgraded(status: Int)
  /// The server said goodbye, with a code of RFC 6455 where it gave one.
  case closedByServer(code: UInt16?)
  /// The connection broke off.
  case lost(reason: String)
  /// The server has said nothing for too long.
  case silent
  /// What was received was not consumed as fast as it came. What waits is still delivered.
  case consumerTooSlow
  /// The server has sent something that is no message, or a larger one than is read.
  case invalidMessage(reason: String)
  /// What was asked over the connection, or beside it, was refused for now or not answered.
  case notServed(reason: String)
  /// It was closed here.
  case closedHere
}

extension SocketEnd: CustomStringConvertible {
  /// What happened, in a few words.
  public var description: String {
    switch self {
    case .notReachable(let reason): "the exchange cannot be reached: \(reason)"
    case .notUpgraded(let status): "the server opens no WebSocket: it answered with status \(status)"
    case .closedByServer(let code?): "the server closed the connection with code \(code)"
    case .closedByServer(nil): "the server closed the connection"
    case .lost(let reason): "the connection was lost: \(reason)"
    case .silent: "the server was silent for too long"
    case .consumerTooSlow: "messages came faster than they were consumed"
    case .invalidMessage(let reason): "the server sent something that cannot be read: \(reason)"
    case .notServed(let reason): reason
    case .closedHere: "the connection was closed here"
    }
  }
}
