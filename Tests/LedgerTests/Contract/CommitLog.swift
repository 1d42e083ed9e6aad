import Ledger
import PerpsProtocol
import SessionKeys
import Synchronization
import Testing

/// The entries that a ledger has told of as durable.
final class CommitLog: Sendable {
  private let seen = Mutex<[LedgerEntry]>([])
  private let isRunning = Atomic(false)

  var entries: [LedgerEntry] { seen.withLock { $0 } }

  /// What the ledger calls.
  @Sendable
  func note(_ entries: [LedgerEntry]) {
    let isSecond = isRunning.exchange(true, ordering: .sequentiallyConsistent)
    #expect(!isSecond, "two commits are told of at once")
    #expect(!entries.isEmpty)
    seen.withLock { $0 += entries }
    isRunning.store(false, ordering: .sequentiallyConsistent)
  }

  /// Every entry of the ledger was told of, in order, and nothing else.
  func expectAll(of ledger: any Ledger) async throws {
    var all: [LedgerEntry] = []
    for try await entry in ledger.allEntries() { all.append(entry) }
    #expect(entries == all)
  }
}

/// What a ledger makes of a request.
enum Verdict: Equatable {
  case admitted(Judgement)
  case refused(Refusal)
  case notTaken(LedgerError)

  init(_ error: any Error) {
    switch error {
    case let error as Refusal: self = .refused(error)
    case let error as LedgerError: self = .notTaken(error)
    default: self = .notTaken(.unreadable("\(error)"))
    }
  }

  init(_ body: () async throws -> Judgement) async {
    do { self = .admitted(try await body()) } catch { self.init(error) }
  }
}
