import Synchronization

/// What the thread sanitizer must find, and what it must not: else what it says of the tests means nothing.

/// Counts without a lock.
final class Careless: @unchecked Sendable {
  private var count = 0

  func add() { count += 1 }
}

/// Counts behind a lock that many want.
final class Careful: Sendable {
  private let count = Mutex(0)

  func add() { count.withLock { $0 += 1 } }
}

/// Puts what it has made into the hands of a task that perhaps does not wait for it yet.
func handOver() async -> [Int] {
  await withCheckedContinuation { continuation in
    Task.detached { continuation.resume(returning: Array(0..<10)) }
  }
}

@main
enum KnownRaces {
  static func main() async {
    let isCareless = CommandLine.arguments.dropFirst() == ["race"]
    let (careless, careful) = (Careless(), Careful())
    await withDiscardingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<10_000 { if isCareless { careless.add() } else { careful.add() } }
        }
      }
    }
    guard !isCareless else { return }
    var sum = 0
    for _ in 0..<10_000 { sum += await handOver().reduce(0, +) }
    precondition(sum == 450_000)
  }
}
