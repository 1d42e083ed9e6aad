internal import ExchangeAPI
internal import Synchronization

/// Hands the answers on one connection to whoever has asked.
final class RequestReceiver: SocketReceiver {
  private weak let board: RequestBoard?
  private let over = Atomic(false)

  init(_ board: RequestBoard) { self.board = board }

  /// Whether the connection has ended.
  var isOver: Bool { over.load(ordering: .sequentiallyConsistent) }

  func receive(_ message: [UInt8]) -> SocketEnd? {
    do throws(StrictJSONError) {
      switch try SocketMessage.read(message, bytesMaximum: message.count) {
      case .response(let cid): answer(cid, .response(message: message))
      case .error(let details, let cid?): answer(cid, .error(details))
      // What names no request answers none; its sender waits until its time is over.
      case .error, .event, .subscriptions, nil: break
      }
      return nil
    } catch { return .invalidMessage(reason: error.description) }
  }

  func end(_ reason: SocketEnd) {
    over.store(true, ordering: .sequentiallyConsistent)
    board?.end(of: self, reason)
  }

  private func answer(_ cid: String, _ answer: SocketAnswer) {
    guard let id = UInt64(cid) else { return }
    board?.answer(id, with: answer)
  }
}
