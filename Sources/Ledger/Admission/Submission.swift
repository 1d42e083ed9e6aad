package import SessionKeys

/// What waits for the writer, with who waits for its answer.
package enum Submission: Sendable {
  case request(AuthenticatedRequest, encoded: [UInt8], CheckedContinuation<LedgerEntry, any Error>)
  case custodyAttempt(CustodyAttempt, encoded: [UInt8], CheckedContinuation<CustodyAttemptOutcome, any Error>)

  /// Whether it revokes session keys: what waits must not hold that up.
  package var endsSessionKeys: Bool {
    guard case .request(let request, _, _) = self else { return false }
    return request.action.endsSessionKeys
  }

  /// Says that it failed.
  package func fail(_ error: LedgerError) {
    switch self {
    case .request(_, _, let waiting): waiting.resume(throwing: error)
    case .custodyAttempt(_, _, let waiting): waiting.resume(throwing: error)
    }
  }
}

/// What every store does with a request: encode it, queue it, and wait for its answer.
extension GroupCommit<Submission> {
  /// See ``Ledger/admit(_:)``.
  package func admit(_ request: AuthenticatedRequest) async throws -> LedgerEntry {
    let encoded = RequestEncoding.encode(request.request)
    return try await withCheckedThrowingContinuation { submit(.request(request, encoded: encoded, $0)) }
  }

  /// See ``Ledger/recordCustodyAttempt(_:)``.
  package func recordCustodyAttempt(_ attempt: CustodyAttempt) async throws -> CustodyAttemptOutcome {
    let encoded = RequestEncoding.encode(attempt.request)
    return try await withCheckedThrowingContinuation { submit(.custodyAttempt(attempt, encoded: encoded, $0)) }
  }

  private func submit(_ submission: Submission) {
    do { try add(submission, isAhead: submission.endsSessionKeys) } catch { submission.fail(error) }
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
