import Figures
import Foundation
import Ledger
import SessionKeys

/// Measures the ledger, and prints a line for each figure: `name value unit`. Judges nothing.
///
/// Argument: a directory on the disk that is to be measured. What is put there is deleted at the end.
@main
struct LedgerBenchmarks {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      switch arguments.first {
      case "memory"? where arguments.count == 3:
        let memory = KeyMemory(path: arguments[1], keyCount: Int(arguments[2]) ?? 0)
        Swift.print(try await memory.run())
      case let directory? where arguments.count == 1:
        try await LedgerBenchmarks(directory: URL(filePath: directory)).run()
      default: throw BenchmarkError("usage: LedgerBenchmarks DIRECTORY")
      }
    } catch {
      FileHandle.standardError.write(Data("LedgerBenchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  private let directory: URL
  private let keyCount = size("LEDGER_BENCH_KEYS", otherwise: 1_000_000)
  private let entryCount = size("LEDGER_BENCH_ENTRIES", otherwise: 10_000_000)
  private let auditCount = size("LEDGER_BENCH_AUDIT_ENTRIES", otherwise: 200_000)
  private let roundCount = size("LEDGER_BENCH_ROUNDS", otherwise: 61, minimum: 3)

  private let random = RandomNumbers()

  private static let clientCount = 64
  private static let ordersPerClient = 32
  /// What the large ledger is compared with.
  private static let fewEntries = 1_000

  private static func size(_ name: String, otherwise standard: Int, minimum: Int = 256) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.map { max($0, minimum) } ?? standard
  }

  private func run() async throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    try await measureThroughput()
    try await measureGrowth()
    Output.note("auditing \(auditCount) entries")
    let audit = try await AuditSpeed(directory: directory.appending(path: "audit"), entryCount: auditCount).run()
    Output.figure("ledger-audit", audit.entriesPerSecond, "1/s", digits: 0)
    Output.figure("audit-vs-libsecp256k1", audit.ratio, "ratio", digits: 3)
    Output.figure("ledger-audit-processor", audit.processorSeconds * 1e6, "µs", digits: 2)
  }
}

// MARK: - The figures

extension LedgerBenchmarks {
  private func measureThroughput() async throws {
    for clients in [1, 16, 64, 256] {
      Output.note("admissions of \(clients) clients")
      let empty = try LoadedLedger(directory: directory.appending(path: "empty"))
      try await empty.fill(keys: 256, entries: 256) { _ in }
      var rounds: [Round] = []
      for _ in 0..<roundCount {
        rounds.append(try await Round(empty.ledger, orders: orders(empty, clients: clients, keys: 256)))
      }
      Output.figure("ledger-admissions-\(clients)", 1 / median(rounds.map(\.seconds)), "1/s", digits: 0)
      try await empty.ledger.close()
    }
  }

  private func measureGrowth() async throws {
    let full = try LoadedLedger(directory: directory.appending(path: "full"))
    try await fill(full)
    let ratio = try await compare("ledger-admission", full, keys: Self.clientCount)
    Output.figure("cost-1e7-vs-1e3", ratio, "ratio", digits: 3)
    _ = try await compare("ledger-admission-cold", full, keys: keyCount)
    try await measureCounts(full)
    let path = full.path
    try await full.ledger.close()
    Output.note("memory of \(keyCount) keys")
    Output.figure("memory-idle-key", try KeyMemory.measure(path: path, keyCount: keyCount), "bytes", digits: 1)
  }

  private func fill(_ full: LoadedLedger) async throws {
    Output.note("filling a ledger with \(keyCount) keys and \(entryCount) entries")
    let begin = ContinuousClock.now
    var told = 0
    try await full.fill(keys: keyCount, entries: entryCount) { done in
      if done - told >= 1_000_000 {
        told = done
        Output.note("  \(done) entries")
      }
    }
    Output.figure("ledger-fill", Double(entryCount) / (ContinuousClock.now - begin).seconds, "1/s", digits: 0)
    let bytes = try FileManager.default.attributesOfItem(atPath: full.path)[.size] as? Int ?? 0
    Output.figure("ledger-bytes-per-entry", Double(bytes) / Double(entryCount), "bytes", digits: 0)
  }

  /// Rounds of a full ledger and a small one in turn; the median of the rounds' ratios. What disturbs one round alone
  /// makes an outlier, which a median leaves out.
  private func compare(_ name: String, _ full: LoadedLedger, keys: Int) async throws -> Double {
    Output.note("\(name): \(Self.clientCount) clients with \(keys) keys")
    let small = try LoadedLedger(directory: directory.appending(path: "small"))
    try await small.fill(keys: Self.clientCount, entries: Self.fewEntries) { _ in }
    var pairs: [(full: Round, small: Round)] = []
    for round in 0..<roundCount {
      let ofFull = try orders(full, clients: Self.clientCount, keys: keys)
      let ofSmall = try orders(small, clients: Self.clientCount, keys: Self.clientCount)
      if round % 2 == 0 {
        let first = try await Round(full.ledger, orders: ofFull)
        pairs.append((first, try await Round(small.ledger, orders: ofSmall)))
      } else {
        let first = try await Round(small.ledger, orders: ofSmall)
        pairs.append((try await Round(full.ledger, orders: ofFull), first))
      }
    }
    try await small.ledger.close()
    let ratio = median(pairs.map { $0.full.seconds / $0.small.seconds })
    Output.figure("\(name)-full-vs-small", ratio, "ratio", digits: 3)
    let processor = pairs.map { $0.full.processorSeconds / $0.small.processorSeconds }
    Output.figure("\(name)-full-vs-small-processor", median(processor), "ratio", digits: 3)
    Output.figure("\(name)-full-processor", median(pairs.map { $0.full.processorSeconds * 1e6 }), "µs", digits: 2)
    Output.figure("\(name)-small-processor", median(pairs.map { $0.small.processorSeconds * 1e6 }), "µs", digits: 2)
    Output.figure("\(name)-full", median(pairs.map { $0.full.seconds * 1e6 }), "µs", digits: 2)
    Output.figure("\(name)-small", median(pairs.map { $0.small.seconds * 1e6 }), "µs", digits: 2)
    Output.figure("\(name)-full-slowest", pairs.map { $0.full.slowest * 1e3 }.max() ?? 0, "ms", digits: 1)
    Output.figure("\(name)-small-slowest", pairs.map { $0.small.slowest * 1e3 }.max() ?? 0, "ms", digits: 1)
    return ratio
  }

  /// Orders for some clients. With as many keys as clients each has one, far apart from the others'; with more, each
  /// order is by another key.
  private func orders(_ loaded: LoadedLedger, clients: Int, keys: Int) throws -> [[AuthenticatedRequest]] {
    let distance = loaded.keyCount / keys
    return try (0..<clients).map { client in
      try (0..<Self.ordersPerClient).map { _ in
        try loaded.order(of: (keys <= clients ? client : random.next(below: keys)) * distance)
      }
    }
  }

  private func measureCounts(_ full: LoadedLedger) async throws {
    Output.note("counting keys")
    var times: [Double] = []
    for _ in 0..<11 {
      let begin = ContinuousClock.now
      let counts = try await full.ledger.sessionKeyCounts(at: full.now)
      times.append((ContinuousClock.now - begin).seconds * 1e3)
      guard counts.active == UInt64(keyCount) else { throw BenchmarkError("keys are missing") }
    }
    Output.figure("ledger-session-key-counts", median(times), "ms", digits: 2)
  }
}
