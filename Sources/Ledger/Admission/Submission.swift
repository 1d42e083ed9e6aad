package import SessionKeys

/// What waits for the writer, with who waits for its answer.
package enum Submission: Sendable {
  case request(AuthenticatedRequest, encoded: [UInt8], CheckedContinuation<LedgerEntry, any Error>)
  case custodyAttempt(CustodyAttempt, encoded: [UInt8], CheckedContinuation<CustodyAttemptOutcome, any Error>)

  /// Says that it failed.
  package func fail(_ error: LedgerError) {
    switch self {
    case .request(_, _, let waiting): waiting.resume(throwing: error)
    case .custodyAttempt(_, _, let waiting): waiting.resume(throwing: error)
    }
  }
}

/// What will be answered when the transaction is durable.
package enum PendingAnswer: Sendable {
  case entry(LedgerEntry, CheckedContinuation<LedgerEntry, any Error>)
  case refusal(Refusal, CheckedContinuation<LedgerEntry, any Error>)
  case notTaken(LedgerError, CheckedContinuation<LedgerEntry, any Error>)
  case custodyAttempt(CustodyAttemptOutcome, CheckedContinuation<CustodyAttemptOutcome, any Error>)

  /// The entry that the submission has become.
  package var entry: LedgerEntry? {
    switch self {
    case .entry(let entry, _): entry
    case .custodyAttempt(let outcome, _): outcome.revocation
    case .refusal, .notTaken: nil
    }
  }

  package func give() {
    switch self {
    case .entry(let entry, let waiting): waiting.resume(returning: entry)
    case .refusal(let refusal, let waiting): waiting.resume(throwing: refusal)
    case .notTaken(let error, let waiting): waiting.resume(throwing: error)
    case .custodyAttempt(let outcome, let waiting): waiting.resume(returning: outcome)
    }
  }
}
