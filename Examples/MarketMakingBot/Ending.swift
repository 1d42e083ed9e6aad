import Foundation
import Synchronization

/// Does something until it fails, its time is over, or somebody presses Control-C.
func run(for time: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask(operation: body)
    group.addTask { try await Interruption.wait(atMost: time) }
    defer { group.cancelAll() }
    try await group.next()
  }
}

private enum Interruption {
  private static let isWanted = Atomic(false)

  /// A handler of signals may do next to nothing: it notes the wish, which is seen soon after.
  static func wait(atMost time: Duration) async throws {
    isWanted.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] { signal(number) { _ in Interruption.isWanted.store(true, ordering: .relaxed) } }
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end, !isWanted.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(50)) }
  }
}
