internal import Foundation
internal import Synchronization

/// Control-C, or the wish of another process that this one should end.
enum Interruption {
  private static let isRequested = Atomic(false)
  private static let pause = Duration.milliseconds(50)

  /// Does something until it ends or is interrupted, and then leaves the output as it was found.
  ///
  /// An interruption is not an error: it is how a live view ends.
  static func end(when output: any WatchOutput, _ body: @escaping @Sendable () async throws -> Void) async throws {
    defer { output.end() }
    listen()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask(operation: body)
      group.addTask {
        while !isRequested.load(ordering: .relaxed) { try await Task.sleep(for: pause) }
      }
      defer { group.cancelAll() }
      do { try await group.next() } catch {
        if !isRequested.load(ordering: .relaxed) { throw error }
      }
    }
  }

  /// A handler may do next to nothing: it notes the wish, and whoever waits for it sees it soon.
  private static func listen() {
    isRequested.store(false, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      Foundation.signal(signal) { _ in Interruption.isRequested.store(true, ordering: .relaxed) }
    }
  }
}
