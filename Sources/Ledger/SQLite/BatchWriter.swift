internal import GRDB
internal import SessionKeys
internal import Synchronization

/// Makes batches durable, one at a time, on the one connection that writes.
final class BatchWriter: Sendable {
  private let pool: DatabasePool
  private let checkpointer: Checkpointer
  private let configuration: LedgerConfiguration
  private let rules: AdmissionRules
  private let state = Mutex(State())

  private struct State {
    var usesSinceForgetting = UsedNonces.usesPerForgetting
    var hasFailed = false
  }

  init(file: LedgerFile, configuration: LedgerConfiguration) {
    pool = file.pool
    checkpointer = file.checkpointer
    self.configuration = configuration
    rules = AdmissionRules(policy: configuration.policy)
  }

  /// Whether a failure of the store has left a fate unknown: nothing more is taken.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Judges and appends a batch, and answers when it is durable.
  ///
  /// When the store fails nothing of the batch was admitted, and everybody is told so. A request that breaks a
  /// constraint, which no request should be able to, does not take the others with it: each is then tried alone.
  func commit(_ batch: [Submission]) {
    guard !hasFailed else { return batch.forEach { $0.fail(.closed) } }
    do {
      let answers = try pool.writeWithoutTransaction { db in
        checkpointer.finishIfLogIsLong(db)
        return try write(batch, in: db)
      }
      checkpointer.noteCommit(requests: batch.count)
      let entries = answers.compactMap(\.entry)
      if !entries.isEmpty { configuration.onCommit(entries) }
      for answer in answers { answer.give() }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT && batch.count > 1 {
      for submission in batch { commit([submission]) }
    } catch {
      let error = (error as? LedgerError) ?? .notAdmitted("\(error)")
      for submission in batch { submission.fail(error) }
    }
  }

  private func write(_ batch: [Submission], in db: Database) throws -> [PendingAnswer] {
    var answers: [PendingAnswer] = []
    var nonceCount = 0
    var isComplete = false
    let isForgettingDue = state.withLock { $0.usesSinceForgetting >= UsedNonces.usesPerForgetting }
    do {
      try db.inTransaction(.immediate) {
        let transaction = BatchTransaction(
          store: SQLiteTransaction(db), head: try SQLiteTransaction.head(in: db),
          chain: try EntryRows.latestChain(in: db), rules: rules, configuration: configuration)
        answers = try batch.map { try transaction.answer($0) }
        try transaction.finish(forgettingNonces: isForgettingDue)
        nonceCount = transaction.nonceCount
        isComplete = true
        return .commit
      }
    } catch {
      if isComplete { try overwriteFailedCommit(after: error, in: db) }
      throw error
    }
    state.withLock { $0.usesSinceForgetting = (isForgettingDue ? 0 : $0.usesSinceForgetting) + nonceCount }
    return answers
  }

  /// Makes sure that a commit that failed stays failed.
  ///
  /// When the disk fails after the log was written, the failed transaction stands in it, complete but not counted, and
  /// could come back when the ledger is opened again. The next commit is written over it, so one is made at once. If
  /// that fails too, nobody knows, and nothing more is taken.
  private func overwriteFailedCommit(after failure: any Error, in db: Database) throws {
    do {
      try db.inTransaction(.immediate) {
        try db.execute(sql: "UPDATE ledger SET failed_commits = failed_commits + 1")
        return .commit
      }
    } catch {
      state.withLock { $0.hasFailed = true }
      throw LedgerError.fateUnknown("\(failure); then \(error)")
    }
  }
}
