import Figures
import SandboxExchange

/// How long a snapshot has a core for, and how large it is. The best of some rounds: what disturbs one is not of interest.
struct SnapshotFigures {
  private let (writing, reading, hashing): (Double, Double, Double)
  private let bytes: Int

  private static let rounds = 5

  init(of exchange: SandboxExchange) throws {
    let snapshot = exchange.snapshot()
    bytes = snapshot.count
    let restored = try SandboxExchange(snapshot: snapshot, configuration: exchange.configuration)
    guard restored.digest == exchange.digest else { throw BenchmarkError("the snapshot is of another state") }
    writing = Self.milliseconds { exchange.snapshot().count }
    reading = Self.milliseconds {
      (try? SandboxExchange(snapshot: snapshot, configuration: exchange.configuration))?.sequence
    }
    hashing = Self.milliseconds { exchange.digest }
  }

  func report() {
    Output.figure("snapshot-write", writing, "ms")
    Output.figure("snapshot-read", reading, "ms")
    Output.figure("snapshot", Double(bytes), "bytes", digits: 0)
    Output.figure("digest", hashing, "ms")
  }

  private static func milliseconds(_ body: () -> some Any) -> Double {
    let durations = (0..<rounds).map { _ in
      let begin = processorNanoseconds()
      keep(body())
      return processorNanoseconds() - begin
    }
    return Double(durations.min() ?? 0) / 1e6
  }
}

/// Keeps the compiler from leaving out the work that gave a value.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: borrowing Value) {}
