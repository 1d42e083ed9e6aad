import Dispatch
import Figures
import Foundation
import Ledger
import PerpsProtocol
import SandboxExchange

/// Measures how fast an exchange comes up again from its ledger, and from a snapshot: a line for each figure,
/// `name value unit`. Judges nothing.
///
/// Arguments: a directory for the ledger, and how many entries it is to have. One that is there already is read again.
@main
struct ExchangeBenchmarks {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      guard arguments.count == 2, let count = UInt64(arguments[1]), count > ExchangeDay.preparationMaximum else {
        throw BenchmarkError("usage: ExchangeBenchmarks DIRECTORY ENTRIES")
      }
      try await run(path: arguments[0] + "/ledger.sqlite", count: count)
    } catch {
      Output.note("\(error)")
      exit(1)
    }
  }

  private static func run(path: String, count: UInt64) async throws {
    let day = try ExchangeDay()
    if FileManager.default.fileExists(atPath: path) {
      Output.note("reading the ledger that is there")
    } else {
      Output.note("writing a ledger of \(count) entries")
      try await day.write(entries: count, to: path)
    }
    let ledger = try SQLiteLedger(path: path, configuration: day.configuration)
    Output.note("replaying it")
    let replay = try await Replay(ledger: ledger, configuration: day.exchange)
    guard replay.exchange.sequence >= count else { throw BenchmarkError("the ledger is too short") }
    replay.report()
    Output.note("snapshots")
    try SnapshotFigures(of: replay.exchange).report()
    try QueryFigures(of: replay.exchange, wallet: day.busiestWallet).report()
    try await ledger.close()
  }
}

/// Nanoseconds of a clock that only goes forward.
func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

/// Nanoseconds for which this process, or this thread alone, has had a core: what others have it for is not counted.
func processorNanoseconds(_ clock: clockid_t = CLOCK_THREAD_CPUTIME_ID) -> UInt64 {
  var time = timespec()
  _ = unsafe clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
