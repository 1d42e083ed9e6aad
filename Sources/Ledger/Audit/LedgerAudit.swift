public import EthereumPrimitives
internal import PerpsProtocol
public import SessionKeys
internal import TypedData

/// Verifies a ledger's file again, from its first entry to its last, and trusts nothing else in it.
///
/// - Every signature and consent is verified, on all cores, and every entry judged by `AdmissionRules` and by what the
///   entries before it say; the facts that an entry was judged by are compared with those.
/// - Sequence numbers must run from 1 without gaps, times must not go back, and each entry must be chained to the one
///   before it.
/// - At the end the tables beside the entries are compared with what the entries say, so that an end that was cut off is
///   noticed where they still know more.
///
/// Only reads, without the ledger's lock, also while a server has the ledger open. Where no program has it open, SQLite
/// puts its empty `-wal` and `-shm` beside the file. Takes memory for the session keys (some hundred bytes each) and
/// for the nonces of the window, however many entries there are.
///
/// An entry is judged by the policy that is given, not by the one of its time: name the longest windows that the ledger
/// was ever run with. Who has written entries, tables and chain anew and left out their end is not found out, unless
/// somebody has kept an earlier ``AuditReport/lastHash``.
public struct LedgerAudit<Verifier: SignatureVerifier>: Sendable {
  private let open: @Sendable () throws(LedgerError) -> any AuditSource
  private let policy: AdmissionPolicy
  private let indexPricePublisher: Address?
  private let verifier: Verifier

  /// Names a file and what to judge it by.
  ///
  /// - Parameter indexPricePublisher: the wallet whose index prices are taken; `nil` for nobody's.
  public init(path: String, policy: AdmissionPolicy, indexPricePublisher: Address?, verifier: Verifier) {
    self.init(
      opening: { () throws(LedgerError) in try AuditFile(path: path) }, policy: policy,
      indexPricePublisher: indexPricePublisher, verifier: verifier)
  }

  /// Names what another store is read by.
  package init(
    opening open: @escaping @Sendable () throws(LedgerError) -> any AuditSource, policy: AdmissionPolicy,
    indexPricePublisher: Address?, verifier: Verifier
  ) {
    self.open = open
    self.policy = policy
    self.indexPricePublisher = indexPricePublisher
    self.verifier = verifier
  }

  /// Audits the ledger up to its last entry.
  ///
  /// What is wrong with the ledger is in the report. What a reading error keeps it from seeing is a finding, too.
  ///
  /// - Parameter progress: called now and then, never concurrently.
  /// - Throws: a ``LedgerError`` when the file cannot be opened or is no ledger, or `CancellationError`.
  public func run(progress: @Sendable (AuditProgress) -> Void = { _ in }) async throws -> AuditReport {
    let file = try open()
    defer { file.close() }
    let verification = EntryVerification(
      authenticator: RequestAuthenticator(domain: file.domain, verifier: verifier, policy: policy))
    let judge = AuditJudge(verification: verification, policy: policy, indexPricePublisher: indexPricePublisher)
    var position = AuditPosition.beginning
    do {
      let total = try file.atOneMoment { try $0.latestSequence() }
      var page = try await nextPage(of: file, after: position, verification)
      while let last = page.last {
        try Task.checkCancellation()
        let reached = AuditPosition(after: last.stored)
        position = reached
        // The next page is verified while this one is judged.
        async let next = nextPage(of: file, after: reached, verification)
        judge.judge(page)
        progress(AuditProgress(entriesDone: judge.entryCount, entriesTotal: max(total, judge.entryCount)))
        page = try await next
      }
      position = try finish(file, after: position, verification, judge)
    } catch let error as LedgerError {
      judge.findings.add(.unreadable, at: nil, "the file can be read no further than \(position): \(error)")
    }
    return AuditReport(domain: file.domain, lastHash: position.chain, judge.facts, judge.findings, judge.entryCount)
  }

  private func nextPage(
    of file: any AuditSource, after position: AuditPosition, _ verification: EntryVerification<Verifier>
  ) async throws(LedgerError) -> [VerifiedEntry] {
    await verification.verify(try file.page(after: position.sequence), after: position.chain)
  }

  /// Audits the entries that have come meanwhile, and compares the tables, all at one moment of the ledger.
  private func finish(
    _ file: any AuditSource, after position: AuditPosition, _ verification: EntryVerification<Verifier>,
    _ judge: AuditJudge<Verifier>
  ) throws(LedgerError) -> AuditPosition {
    try file.atOneMoment { snapshot in
      var position = position
      while case let page = try snapshot.page(after: position.sequence), let last = page.last {
        judge.judge(verification.verifyInTurn(page, after: position.chain))
        position = AuditPosition(after: last)
      }
      try TableComparison(snapshot: snapshot, facts: judge.facts, findings: judge.findings, horizon: judge.horizon)
        .run()
      return position
    }
  }
}

/// Where an audit stands: the last entry that was read, and its hash.
struct AuditPosition: Sendable, CustomStringConvertible {
  let sequence: Int64?
  let chain: Bytes32

  static let beginning = AuditPosition(sequence: nil, chain: EntryChain.beginning)

  private init(sequence: Int64?, chain: Bytes32) {
    self.sequence = sequence
    self.chain = chain
  }

  init(after entry: StoredEntry) { self.init(sequence: entry.sequence, chain: entry.chain ?? .zero) }

  var description: String { sequence.map { "entry \($0)" } ?? "its beginning" }
}
