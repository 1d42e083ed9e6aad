import Figures
import Glibc

/// How long one operation takes, measured in many short rounds.
///
/// A round takes about 2 ms: longer than the clock's grain by far, and short enough that most rounds see one
/// frequency of the core and no neighbour. The clock is the processor time of this thread, so that the time that
/// another process has the core for is not counted.
struct Operation {
  private let body: () throws -> Void
  private let repetitions: Int

  static let nanosecondsPerRound = 2_000_000.0

  /// Takes an operation and finds how often it fits into a round.
  init(_ body: @escaping () throws -> Void) throws {
    self.body = body
    var repetitions = 1
    while try Self.nanoseconds(of: repetitions, body) < Self.nanosecondsPerRound { repetitions *= 2 }
    let nanoseconds = try Self.nanoseconds(of: repetitions, body)
    self.repetitions = max(1, Int(Double(repetitions) * Self.nanosecondsPerRound / nanoseconds))
  }

  /// Nanoseconds of one operation, averaged over a round.
  func round() throws -> Double { try Self.nanoseconds(of: repetitions, body) / Double(repetitions) }

  private static func nanoseconds(of repetitions: Int, _ body: () throws -> Void) throws -> Double {
    let begin = threadNanoseconds()
    for _ in 0..<repetitions { try body() }
    return Double(threadNanoseconds() - begin)
  }
}

/// Two operations measured against one another.
struct Comparison {
  /// The median of the rounds' ratios, ours by the reference's.
  let ratio: Double
  /// The median nanoseconds of our operation.
  let ours: Double
  /// The median nanoseconds of the reference's.
  let reference: Double

  /// Runs rounds of both in turn, and takes the median of the *rounds'* ratios.
  ///
  /// On a machine that is shared, a core's speed changes from one second to the next by more than the differences of
  /// interest. The two halves of one round see the same speed, so their ratio does not change with it; what disturbs
  /// one half alone makes an outlier, which a median leaves out. Which of the two goes first alternates, so that
  /// neither always has the caches warmed by the other.
  init(rounds: Int = 200, ours: () throws -> Double, reference: () throws -> Double) throws {
    var pairs: [(ours: Double, reference: Double)] = []
    for round in 0..<rounds {
      if round % 2 == 0 {
        let first = try ours()
        pairs.append((first, try reference()))
      } else {
        let first = try reference()
        pairs.append((try ours(), first))
      }
    }
    ratio = median(pairs.map { $0.ours / $0.reference })
    self.ours = median(pairs.map { $0.ours })
    self.reference = median(pairs.map { $0.reference })
  }
}

private func threadNanoseconds() -> UInt64 {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
