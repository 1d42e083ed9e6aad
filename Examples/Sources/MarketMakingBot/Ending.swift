import Dispatch
import Foundation

/// Does something until it ends, its time is over, or somebody presses Control-C.
///
/// - Returns: why it has ended.
func run(for time: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws -> String {
  try await withThrowingTaskGroup(of: String.self) { group in
    group.addTask {
      try await body()
      return "there is nothing left to do"
    }
    group.addTask {
      try await Task.sleep(for: time)
      return "the time is over"
    }
    group.addTask {
      for await signal in signals([SIGINT, SIGTERM]) { return signal == SIGINT ? "Control-C" : "asked to end" }
      throw CancellationError()
    }
    defer { group.cancelAll() }
    return try await group.next() ?? ""
  }
}

/// The signals as they arrive, in place of what they would do.
private func signals(_ numbers: [Int32]) -> AsyncStream<Int32> {
  AsyncStream { continuation in
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
    continuation.onTermination = { _ in for source in sources { source.cancel() } }
  }
}
