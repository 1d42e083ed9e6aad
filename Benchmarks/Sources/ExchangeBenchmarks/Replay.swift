import Figures
import Foundation
import Ledger
import SandboxExchange

/// A whole ledger carried out again, with what took how long.
struct Replay {
  private(set) var exchange: SandboxExchange
  private var (nanosecondsOfAll, processorNanosecondsOfAll): (UInt64, UInt64) = (0, 0)
  private var nanosecondsOfApplying: UInt64 = 0
  private var appliedCount = 0
  private var (orders, nanosecondsOfOrders): (Int, UInt64) = (0, 0)
  /// Of so many entries one is timed: asking for the thread's time takes a quarter of the time for an entry.
  private static let timedOneIn: UInt64 = 16
  private var refusals = 0

  init(ledger: some Ledger, configuration: ExchangeConfiguration) async throws {
    exchange = SandboxExchange(configuration: configuration)
    let (begin, processorBegin) = (nanoseconds(), processorNanoseconds(CLOCK_PROCESS_CPUTIME_ID))
    for try await entry in ledger.allEntries() { apply(entry) }
    nanosecondsOfAll = nanoseconds() - begin
    processorNanosecondsOfAll = processorNanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processorBegin
  }

  private mutating func apply(_ entry: LedgerEntry) {
    let isTimed = entry.sequence.isMultiple(of: Self.timedOneIn)
    let begin = isTimed ? processorNanoseconds() : 0
    let outcome = exchange.apply(entry)
    if outcome.refusal != nil { refusals += 1 }
    guard isTimed else { return }
    let duration = processorNanoseconds() - begin
    appliedCount += 1
    nanosecondsOfApplying += duration
    guard case .order = outcome.answer else { return }
    orders += 1
    nanosecondsOfOrders += duration
  }

  func report() {
    let count = Double(exchange.sequence)
    Output.figure("start-1m-entries", Double(nanosecondsOfAll) / count * 1e6 / 1e9, "s")
    Output.figure("start-1m-entries-processor", Double(processorNanosecondsOfAll) / count * 1e6 / 1e9, "s")
    Output.figure("apply-entry", Double(nanosecondsOfApplying) / Double(appliedCount), "ns", digits: 0)
    Output.figure("apply-order", Double(nanosecondsOfOrders) / Double(orders), "ns", digits: 0)
    Output.note("\(orders) orders timed, \(refusals) entries refused")
  }
}
