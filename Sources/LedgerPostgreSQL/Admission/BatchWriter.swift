internal import EthereumPrimitives
internal import Foundation
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys
internal import Synchronization

/// Makes batches durable, one at a time, on the one connection of this server that writes.
///
/// A batch is one transaction of two round trips. The first locks the ledger's head, which brings all servers into one
/// order, and loads what the batch is judged by; then it is judged here; the second writes and commits.
final class BatchWriter: Sendable {
  let session: DatabaseSession
  private let configuration: LedgerConfiguration
  private let rules: AdmissionRules
  private let delivery: Delivery
  private let pages: EntryPages
  /// Who this server is among those that write the ledger; new with each opening.
  private let identity = unsafe withUnsafeBytes(of: UUID().uuid) { unsafe [UInt8]($0) }
  private let state = Mutex(State())

  private struct State {
    var batch: Int64 = 0
    var usesSinceForgetting = UsedNonces.usesPerForgetting
  }

  /// How long it is tried to find out what became of a commit whose answer was lost.
  private static let settlingMaximum = Duration.seconds(8)
  private static let settlingPause = 0.1

  init(session: DatabaseSession, configuration: LedgerConfiguration, delivery: Delivery, pages: EntryPages) {
    self.session = session
    self.configuration = configuration
    self.delivery = delivery
    self.pages = pages
    rules = AdmissionRules(policy: configuration.policy)
  }

  /// Judges and appends a batch, and answers when it is durable. Blocks the calling thread.
  ///
  /// When the database fails nothing of the batch was admitted, and everybody is told so. A request that breaks a
  /// constraint, which no request should be able to, does not take the others with it: each is then tried alone.
  func commit(_ batch: [Submission]) {
    let outcome: Result<Void, any Error>
    do {
      // A connection that is lost before anything was to be committed leaves nothing behind: the batch is tried again.
      let answers = try session.retryingBlocking { try self.commit(batch, on: $0) }
      outcome = .success(())
      for answer in answers { answer.give() }
    } catch { outcome = .failure(error) }
    switch outcome {
    case .success: break
    case .failure(let error as PostgreSQLError) where error.isConstraint && batch.count > 1:
      for submission in batch { commit([submission]) }
    case .failure(let error):
      for submission in batch { submission.fail(LedgerError(admitting: error)) }
    }
  }
}

// MARK: - One transaction

extension BatchWriter {
  /// What a batch has come to when it is ready to be committed.
  private struct JudgedBatch {
    let answers: [PendingAnswer]
    let page: EntryPage
    let nonceCount: Int
  }

  private func commit(_ batch: [Submission], on connection: Connection) throws -> [PendingAnswer] {
    let moment = ContinuousClock.now
    let questions = FactQueries(BatchQuestions(batch))
    let loaded = try connection.run(
      [Query("BEGIN"), Query(StoredHead.columns + " FOR UPDATE")] + questions.all)
    do {
      let head = try StoredHead(loaded[1])
      try delivery.check(head.position)
      let facts = try questions.facts(from: loaded.dropFirst(2))
      let isForgettingDue = state.withLock { $0.usesSinceForgetting >= UsedNonces.usesPerForgetting }
      let judged = try judge(batch, by: facts, after: head, isForgettingDue: isForgettingDue)
      if facts.writes.isEmpty {
        try confirmWhatWasRead(on: connection)
        return judged.answers
      }
      try write(judged, facts.writes, after: head, on: connection)
      state.withLock { $0.usesSinceForgetting = (isForgettingDue ? 0 : $0.usesSinceForgetting) + judged.nonceCount }
      try deliver(judged.page, on: connection)
      // The follower hands on little while batches of this server are on their way.
      delivery.noteCurrent(at: moment)
      return judged.answers
    } catch {
      delivery.endOwnBatch()
      if !connection.isLost { try? connection.script("ROLLBACK") }
      throw error
    }
  }

  private func judge(
    _ batch: [Submission], by facts: LoadedFacts, after head: StoredHead, isForgettingDue: Bool
  ) throws -> JudgedBatch {
    let transaction = BatchTransaction(
      store: facts, head: head.head, chain: head.chain, rules: rules, configuration: configuration)
    let answers = try batch.map { try transaction.answer($0) }
    try transaction.finish(forgettingNonces: isForgettingDue && transaction.nonceCount > 0)
    let page = EntryPage(
      after: head.position, entries: facts.writes.entries.map(\.entry), chains: facts.writes.entries.map(\.chain))
    return JudgedBatch(answers: answers, page: page, nonceCount: transaction.nonceCount)
  }

  /// Writes and commits, and finds out whether it did where the answer is lost.
  private func write(
    _ judged: JudgedBatch, _ writes: BatchWrites, after head: StoredHead, on connection: Connection
  ) throws {
    let batch = state.withLock { state in
      state.batch += 1
      return state.batch
    }
    delivery.beginOwnBatch(after: head.sequence)
    _ = connection.takeWarning()
    do {
      _ = try connection.run(writes.queries + [headQuery(judged.page, batch)] + Self.commitQueries)
    } catch let error as PostgreSQLError where error.isConnectionLost {
      guard try settle(batch, after: error) else { throw LedgerError.notAdmitted("\(error)") }
    }
    if let warning = connection.takeWarning() { throw LedgerError.fateUnknown(warning) }
  }

  /// A refusal tells of earlier entries. Where an administrator has ended a session whose commit waited, the database
  /// shows also those that the standby may never have had: the commit of a transaction that has locked the head waits for
  /// the standby as any other, and so for all before.
  private func confirmWhatWasRead(on connection: Connection) throws {
    _ = connection.takeWarning()
    _ = try connection.run(Self.commitQueries)
    if let warning = connection.takeWarning() { throw LedgerError.notAdmitted(warning) }
  }

  /// A commit may wait for a standby for ever: ended by a time limit, it would be confirmed without the standby.
  private static let commitQueries = [Query("SET LOCAL statement_timeout = 0"), Query("COMMIT")]

  /// Moves the head, takes note of the batch, and tells the other servers.
  private func headQuery(_ page: EntryPage, _ batch: Int64) -> Query {
    let noted = """
      WITH noted AS (
        INSERT INTO writer (id, batch) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch)
      """
    guard let last = page.entries.last, let chain = page.chains.last else {
      return Query("\(noted) SELECT", [.bytes(identity), .integer(batch)])
    }
    let sql = """
      \(noted)
      UPDATE head SET sequence = $3, time = $4, chain = $5 RETURNING pg_notify(\(Follower.channel), $3::text)
      """
    return Query(
      sql,
      [
        .bytes(identity), .integer(batch), .integer(Int64(last.sequence)), .integer(last.time.sql), .bytes(chain.bytes),
      ])
  }

  /// Hands on what was committed, after what others have committed before it.
  private func deliver(_ page: EntryPage, on connection: Connection) throws {
    do {
      let connection = connection.isLost ? try session.newConnection() : connection
      while try !delivery.deliver(own: page) {
        guard let position = delivery.position else { return }
        try delivery.deliver(others: pages.page(after: position, upTo: page.after.sequence, on: connection))
      }
    } catch {
      // It is durable: whoever asks must not be told otherwise.
      throw LedgerError.fateUnknown("\(error)")
    }
  }
}

// MARK: - A commit whose answer is lost

extension BatchWriter {
  /// Finds out whether a batch was committed, on a new connection.
  ///
  /// The lost transaction holds the lock on the head until it ends, however it ends. Whoever gets the lock sees what
  /// has become of it.
  private func settle(_ batch: Int64, after loss: PostgreSQLError) throws -> Bool {
    let deadline = ContinuousClock.now + Self.settlingMaximum
    var failure: any Error = loss
    while ContinuousClock.now < deadline {
      do {
        let connection = try session.newConnection()
        let answers = try connection.run(
          [
            Query("BEGIN"), Query(StoredHead.columns + " FOR UPDATE"),
            Query("SELECT batch FROM writer WHERE id = $1", [.bytes(identity)]),
          ] + Self.commitQueries)
        if let warning = connection.takeWarning() { throw LedgerError.fateUnknown(warning) }
        return try (answers[2].first?.integer(0) ?? 0) >= UInt64(batch)
      } catch {
        failure = error
        Thread.sleep(forTimeInterval: Self.settlingPause)
      }
    }
    throw LedgerError.fateUnknown("\(loss); then \(failure)")
  }
}

extension StoredHead {
  var position: LedgerPosition { LedgerPosition(sequence: sequence, chain: chain) }
}
