internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys
internal import Signing

/// Takes signed requests all the way: who signed, may they, append, carry out.
struct AdmissionDesk: Sendable {
  let ledger: any Ledger
  let authenticator: RequestAuthenticator<ECDSAVerifier>
  let replica: ExchangeReplica
  let metrics: ServerMetrics

  /// Carries out the request of a body, whichever of those that it can stand for was signed.
  ///
  /// - Parameters:
  ///   - label: replaces the request's own label, for calls whose label is the server's to give.
  ///   - check: called when it is known who signed, and before anything is written.
  /// - Throws: `RequestBodyError`, a `Refusal`, a `BusinessRefusal`, a `LedgerError`, a ``ReplicaError``, or what
  ///   `check` throws.
  func carryOut(
    _ body: SignedRequestBody, label: SessionKeyName? = nil,
    check: (AuthenticatedRequest) throws -> Void = { _ in }
  ) async throws -> Execution {
    _ = try body.request()
    try replica.checkIsCurrent(with: ledger)
    let requests = label.map { label in
      body.requests.map { SignedRequest(action: $0.action, signature: $0.signature, label: label) }
    }
    let authenticated = try await authenticate(requests ?? body.requests)
    try check(authenticated)
    let entry = try await metrics.countingAdmission(of: authenticated) { try await ledger.admit(authenticated) }
    let outcome = try replica.takeOutcome(of: entry.sequence)
    if let refusal = outcome.refusal { throw refusal }
    return Execution(entry: entry, answer: outcome.answer)
  }

  /// Whether the request of a body would be admitted now; throws as ``carryOut(_:label:check:)`` would, and changes
  /// nothing. Says nothing about what the exchange would do with it.
  func check(_ body: SignedRequestBody) async throws {
    _ = try body.request()
    try replica.checkIsCurrent(with: ledger)
    _ = try await ledger.check(try await signed(body.requests))
  }

  /// Finds the request that was signed; a session key that has signed what only its wallet may is recorded.
  private func authenticate(_ requests: [SignedRequest]) async throws -> AuthenticatedRequest {
    do { return try await signed(requests) } catch let refusal as Refusal {
      if case .custodyNotPermitted = refusal { try await record(attempts: requests) }
      throw refusal
    }
  }

  /// The first request that was signed by whom it must be, or the first refusal that says more than that it was not.
  private func signed(_ requests: [SignedRequest]) async throws -> AuthenticatedRequest {
    try await ledger.withSessionKeys { [authenticator] keys throws(Refusal) in
      var refusal = Refusal.invalidSignature
      for request in requests {
        do throws(Refusal) { return try authenticator.authenticate(request, keys: keys) } catch {
          if refusal == .invalidSignature { refusal = error }
        }
      }
      throw refusal
    }
  }

  private func record(attempts requests: [SignedRequest]) async throws {
    for request in requests {
      let attempt = try await ledger.withSessionKeys { [authenticator] keys in
        authenticator.custodyAttempt(in: request, keys: keys)
      }
      guard let attempt else { continue }
      let outcome = try await ledger.recordCustodyAttempt(attempt)
      if let revocation = outcome.revocation { _ = try replica.takeOutcome(of: revocation.sequence) }
      return
    }
  }
}

/// A request that was carried out.
struct Execution: Sendable {
  let entry: LedgerEntry
  let answer: Answer
}
