import Dispatch
import ExchangeServer
import Synchronization

/// A server that runs until it is stopped.
struct RunningServer {
  let port: Int
  private let task: Task<Void, Never>

  init(_ configuration: ServerConfiguration) {
    let port = Promise<Int>()
    task = Task.detached {
      do { try await ExchangeServer(opening: configuration).run { port.keep($0) } } catch is CancellationError {
        // It was stopped.
      } catch { fatalError("this must hold, and does not: a server starts and ends without an error: \(error)") }
    }
    self.port = port.value()
  }

  /// Ends the server, and waits until its ledger is closed.
  func stop() {
    task.cancel()
    waiting { [task] in await task.value }
  }
}

/// Waits, on a thread that is no task's, for what a task does.
@discardableResult
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) -> Value {
  let promise = Promise<Value>()
  Task.detached {
    do { promise.keep(try await body()) } catch { fatalError("this must hold, and does not: nothing fails: \(error)") }
  }
  return promise.value()
}

/// A value that one thread waits for and another brings.
private final class Promise<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)
  private let isKept = DispatchSemaphore(value: 0)
  private static var secondsMaximum: Int { 60 }

  func keep(_ value: Value) {
    kept.withLock { $0 = value }
    isKept.signal()
  }

  func value() -> Value {
    guard isKept.wait(timeout: .now() + .seconds(Self.secondsMaximum)) == .success, let value = kept.withLock({ $0 })
    else { fatalError("this must hold, and does not: what is begun comes to its end") }
    return value
  }
}
