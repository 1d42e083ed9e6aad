internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// Judges entries again, one after the other, by what the entries before them say.
///
/// An entry that does not hold has no effect on those after it: what rests on it does not hold either.
final class AuditJudge<Verifier: SignatureVerifier> {
  let facts = AuditFacts()
  let findings = FindingList()
  private(set) var entryCount: UInt64 = 0
  private let verification: EntryVerification<Verifier>
  private let rules: AdmissionRules
  private let policy: AdmissionPolicy
  private let indexPricePublisher: Address?
  private var expectedSequence: UInt64 = 1
  private var lastTime: Timestamp?

  init(verification: EntryVerification<Verifier>, policy: AdmissionPolicy, indexPricePublisher: Address?) {
    self.verification = verification
    self.policy = policy
    self.indexPricePublisher = indexPricePublisher
    rules = AdmissionRules(policy: policy)
  }

  func judge(_ page: [VerifiedEntry]) {
    for entry in page { judge(entry) }
    facts.forgetNonces(before: horizon.ticks)
  }

  /// The oldest nonce that is still fresh for anybody.
  var horizon: NonceTime {
    NonceTime(lastTime ?? .maximum)
      .subtracting(milliseconds: max(policy.walletNonceAgeMaximum, policy.sessionKeyNonceAgeMaximum))
  }

  private func judge(_ entry: VerifiedEntry) {
    entryCount += 1
    guard let sequence = UInt64(exactly: entry.stored.sequence), sequence > 0 else {
      return findings.add(.unreadable, at: nil, "an entry has the sequence number \(entry.stored.sequence)")
    }
    checkPlace(sequence)
    let contents: StoredEntry.Contents
    do { contents = try entry.stored.contents.get() } catch {
      return findings.add(.unreadable, at: sequence, "a column is not what a ledger writes: \(error)")
    }
    checkTime(contents.judgement.now, at: sequence)
    if !entry.isChained {
      findings.add(.brokenChain, at: sequence, "the entry, or the one before it, is not the one that was written")
    }
    let request: SignedRequest
    do { request = try entry.request.get() } catch {
      return findings.add(.unreadable, at: sequence, "the request is not what a ledger writes: \(error)")
    }
    facts.now = contents.judgement.now
    let authentication = authentication(of: request, entry.authentication)
    switch contents.kind {
    case .admission: judgeAdmission(contents, authentication, at: sequence)
    case .custodyAttempt: judgeCustodyAttempt(contents, authentication, wallet: request.action.wallet, at: sequence)
    }
  }

  private func checkPlace(_ sequence: UInt64) {
    if sequence > expectedSequence {
      let last = sequence - 1
      findings.add(
        .missingEntries, at: expectedSequence,
        last == expectedSequence ? "the entry is missing" : "the entries from here to \(last) are missing")
    }
    expectedSequence = sequence + 1
  }

  private func checkTime(_ time: Timestamp, at sequence: UInt64) {
    if let lastTime, time < lastTime {
      findings.add(
        .timeGoesBack, at: sequence, "the time goes back from \(lastTime.milliseconds) to \(time.milliseconds)")
    }
    lastTime = max(time, lastTime ?? time)
  }

  /// Who signed a request, by the keys that are registered at this point. What was verified ahead is taken where it
  /// cannot have come out otherwise.
  private func authentication(
    of request: SignedRequest, _ ahead: Result<AuthenticatedRequest, Refusal>?
  ) -> Result<AuthenticatedRequest, Refusal> {
    switch ahead {
    case .success(let authenticated)?:
      guard let key = authenticated.actor.sessionKey else { return .success(authenticated) }
      if facts.record(of: key.address) == key { return .success(authenticated) }
    case .failure(.custodyNotPermitted(let key, _))?:
      if let ahead, let record = facts.record(of: key), record == verification.directory.record(of: key) {
        return ahead
      }
    case .failure?, nil: break
    }
    return Result { () throws(Refusal) in try verification.authenticator.authenticate(request, keys: facts) }
  }
}

// MARK: - Admissions

extension AuditJudge {
  private func judgeAdmission(
    _ contents: StoredEntry.Contents, _ authentication: Result<AuthenticatedRequest, Refusal>, at sequence: UInt64
  ) {
    do throws(Refusal) {
      let request: AuthenticatedRequest
      do throws(Refusal) { request = try authentication.get() } catch {
        return findings.add(.notAuthentic, at: sequence, "\(error)")
      }
      if request.actor.sessionKey?.address != contents.sessionKey {
        let signer = request.actor.sessionKey.map { "the session key \($0.address)" } ?? "the wallet"
        findings.add(.anotherActor, at: sequence, "\(signer) has signed it, which is not whom the entry names")
      }
      if case .publishIndexPrice(let price) = request.action, price.wallet != indexPricePublisher {
        return findings.add(.publisherNotAppointed, at: sequence, "\(price.wallet) publishes no index prices")
      }
      let verified = try rules.admit(request, under: facts)
      if verified.judgement != contents.judgement {
        findings.add(.anotherJudgement, at: sequence, "it was judged by other facts than the entries before it make")
      }
      facts.note(verified, at: sequence, keyBox: verification.directory.box)
    } catch {
      findings.add(.refused, at: sequence, "the rules refuse it (\(error.code.rawValue)): \(error)")
    }
  }
}

// MARK: - Custody attempts

extension AuditJudge {
  private func judgeCustodyAttempt(
    _ contents: StoredEntry.Contents, _ authentication: Result<AuthenticatedRequest, Refusal>, wallet: Address,
    at sequence: UInt64
  ) {
    guard case .failure(.custodyNotPermitted(let key, _)) = authentication, key == contents.sessionKey else {
      let text = "the key that the entry revokes has not signed what only its wallet may sign"
      return findings.add(.notACustodyAttempt, at: sequence, text)
    }
    guard !facts.isRevoked(key) else {
      return findings.add(.notACustodyAttempt, at: sequence, "the entry revokes a key that was revoked before")
    }
    let expected = Judgement(now: facts.now, indexPrice: nil, orderValue: nil, valueUsedBefore: nil)
    if contents.judgement != expected {
      findings.add(.anotherJudgement, at: sequence, "it names facts that a custody attempt is not judged by")
    }
    facts.revoke(key, at: sequence)
  }
}
