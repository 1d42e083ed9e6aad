import ExchangeAPI
import Ledger
import Logging
import SessionKeys
import Synchronization
import Testing

@testable import ExchangeServer

@Suite("What an operator is told of a call that failed")
struct FailureDeskTests {
  private let log = RecordedLog()
  private let time = SetTime()

  private func desk() -> FailureDesk {
    let log = log
    return FailureDesk(
      limiter: RateLimiter(perSecond: 1_000), metrics: ServerMetrics(),
      logger: Logger(label: "test") { _ in RecordedLogHandler(log: log) },
      uptime: { [time] in time.nanoseconds.load(ordering: .relaxed) })
  }

  @Test("the reason of a store that fails is in the log, and not in the answer")
  func storeFailure() {
    let failure = desk().failure(
      of: LedgerError.notAdmitted("database or disk is full"), in: "POST /v1/orders", by: CallerAddress(nil), id: "1")
    #expect(log.lines == ["warning the store failed a request: database or disk is full"])
    #expect(failure.code.text == "SERVICE_UNAVAILABLE" && !failure.details.message.contains("disk"))
  }

  @Test("a database that is not reached is told of as a store that fails")
  func unreachableStore() {
    _ = desk().failure(
      of: LedgerError.unreachable("no route"), in: "GET /v1/sessionKeys", by: CallerAddress(nil), id: "1")
    #expect(log.lines.count == 1 && log.lines.allSatisfy { $0.hasSuffix("no route") })
  }

  @Test("a store that fails every request is told of once a second")
  func pace() {
    let desk = desk()
    for second in [UInt64(0), 0, 0, 1, 1, 2] {
      time.nanoseconds.store(second * 1_000_000_000, ordering: .relaxed)
      _ = desk.failure(of: LedgerError.closed, in: "POST /v1/orders", by: CallerAddress(nil), id: "1")
    }
    #expect(log.lines.count == 3)
  }

  @Test(
    "a refusal, or a queue that is full, is no warning",
    arguments: [
      Refusal.noncePredatesAuthorization as any Error, LedgerError.queueFull(maximum: 1),
      LedgerError.indexPricePublisherNotAppointed,
    ])
  func refusals(_ error: any Error) {
    _ = desk().failure(of: error, in: "POST /v1/orders", by: CallerAddress(nil), id: "1")
    #expect(log.lines.isEmpty)
  }
}

private final class SetTime: Sendable { let nanoseconds = Atomic<UInt64>(0) }

/// Keeps what was logged at `notice` and above.
private final class RecordedLog: Sendable {
  private let recorded = Mutex<[String]>([])
  var lines: [String] { recorded.withLock { $0 } }
  func add(_ line: String) { recorded.withLock { $0.append(line) } }
}

private struct RecordedLogHandler: LogHandler {
  let log: RecordedLog
  var logLevel = Logger.Level.notice
  var metadata: Logger.Metadata = [:]

  init(log: RecordedLog) { self.log = log }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let reason = event.metadata?["error"].map { "\($0)" } ?? ""
    let last = reason.split(separator: ": ").last.map(String.init) ?? ""
    log.add("\(event.level) \(event.message): \(last)")
  }
}
