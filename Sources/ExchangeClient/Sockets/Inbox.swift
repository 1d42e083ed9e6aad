internal import NIOCore
internal import Synchronization

/// The messages of a connection that wait for their one consumer, within bounds of number and size.
final class Inbox: SocketReceiver {
  /// What there is next.
  enum Item: Sendable {
    case message([UInt8])
    /// Nothing comes any more.
    case ended(SocketEnd)
  }

  private typealias Waiter = CheckedContinuation<Item?, Never>

  private struct State {
    var messages = CircularBuffer<[UInt8]>()
    var bytes = 0
    var end: SocketEnd?
    var waiter: Waiter?
  }

  private let messagesMaximum: Int
  private let bytesMaximum: Int
  private let state = Mutex(State())

  init(_ limits: SocketLimits) {
    messagesMaximum = limits.messagesWaitingMaximum
    bytesMaximum = limits.bytesWaitingMaximum
  }

  func receive(_ message: [UInt8]) -> SocketEnd? {
    let (waiter, refusal) = state.withLock { state -> (Waiter?, SocketEnd?) in
      if let waiter = state.waiter.take() { return (waiter, nil) }
      // A message of any size may wait alone.
      let hasRoom =
        state.messages.isEmpty
        || (state.messages.count < messagesMaximum && state.bytes + message.count <= bytesMaximum)
      guard hasRoom else { return (nil, .consumerTooSlow) }
      state.messages.append(message)
      state.bytes += message.count
      return (nil, nil)
    }
    waiter?.resume(returning: .message(message))
    return refusal
  }

  func end(_ reason: SocketEnd) {
    let waiter = state.withLock { state in
      state.end = reason
      return state.waiter.take()
    }
    waiter?.resume(returning: .ended(reason))
  }

  /// The next message, waiting for it; `nil` when the task is cancelled. Only one may wait at a time.
  nonisolated(nonsending) func next() async -> Item? {
    if let item = state.withLock({ Self.pop(&$0) }) { return item }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let item = state.withLock { state -> Item?? in
          if let item = Self.pop(&state) { return item }
          // The handler may have run before there was anybody to wake.
          if Task.isCancelled { return .some(nil) }
          state.waiter = continuation
          return nil
        }
        if let item { continuation.resume(returning: item) }
      }
    } onCancel: {
      state.withLock { $0.waiter.take() }?.resume(returning: nil)
    }
  }

  private static func pop(_ state: inout State) -> Item? {
    if let message = state.messages.popFirst() {
      state.bytes -= message.count
      return .message(message)
    }
    return state.end.map { .ended($0) }
  }
}
