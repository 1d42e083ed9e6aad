import Foundation
import Ledger
import SandboxExchange

/// A whole ledger carried out again, with what took how long.
struct Replay {
  private(set) var exchange: SandboxExchange
  private var (nanosecondsOfAll, processorNanosecondsOfAll): (UInt64, UInt64) = (0, 0)
  private var nanosecondsOfApplying: UInt64 = 0
  private var (orders, nanosecondsOfOrders): (Int, UInt64) = (0, 0)
  private var refusals = 0

  init(ledger: some Ledger, configuration: ExchangeConfiguration) async throws {
    exchange = SandboxExchange(configuration: configuration)
    let (begin, processorBegin) = (nanoseconds(), processorNanoseconds(CLOCK_PROCESS_CPUTIME_ID))
    for try await entry in ledger.allEntries() { apply(entry) }
    nanosecondsOfAll = nanoseconds() - begin
    processorNanosecondsOfAll = processorNanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processorBegin
  }

  private mutating func apply(_ entry: LedgerEntry) {
    let begin = processorNanoseconds()
    let outcome = exchange.apply(entry)
    let duration = processorNanoseconds() - begin
    nanosecondsOfApplying += duration
    if outcome.refusal != nil { refusals += 1 }
    guard case .order = outcome.answer else { return }
    orders += 1
    nanosecondsOfOrders += duration
  }

  func report() {
    let count = Double(exchange.sequence)
    figure("replay-1m-entries", Double(nanosecondsOfAll) / count * 1e6 / 1e9, "s")
    figure("replay-1m-entries-processor", Double(processorNanosecondsOfAll) / count * 1e6 / 1e9, "s")
    figure("apply-entry", Double(nanosecondsOfApplying) / count, "ns", digits: 0)
    figure("apply-order", Double(nanosecondsOfOrders) / Double(orders), "ns", digits: 0)
    note("\(orders) orders placed, \(refusals) entries refused")
  }
}
