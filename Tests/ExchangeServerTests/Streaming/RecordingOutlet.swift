import ExchangeAPI
import NIOCore
import PerpsProtocol
import Synchronization

@testable import ExchangeServer

/// A socket that keeps what it is sent.
final class RecordingOutlet: SocketOutlet {
  private let state = Mutex<(messages: [ByteBuffer], closing: SocketClosing?)>(([], nil))

  func send(_ messages: [ByteBuffer]) { state.withLock { $0.messages += messages } }
  func close(_ reason: SocketClosing) { state.withLock { $0.closing = reason } }

  var closing: SocketClosing? { state.withLock { $0.closing } }

  /// What was sent since this was asked last.
  func takeMessages() throws -> [SocketMessage] {
    let messages = state.withLock { state in
      defer { state.messages = [] }
      return state.messages
    }
    return try messages.compactMap { try SocketMessage.read(Array(buffer: $0), bytesMaximum: 65_536) }
  }

  /// The names of what was sent since this was asked last: those of events, `subscriptions`, or an error's code.
  func takeNames() throws -> [String] {
    try takeMessages().map { message in
      switch message {
      case .event(let event): event.name.wireName.description
      case .subscriptions: "subscriptions"
      case .error(let details, _): details.code.text
      case .response: "response"
      }
    }
  }
}
