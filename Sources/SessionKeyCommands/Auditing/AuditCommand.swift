internal import ArgumentParser
internal import EthereumPrimitives
internal import Ledger
internal import SessionKeys
internal import Signing

/// `session-keys audit`
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Verify a ledger again: every signature, authorisation, limit and revocation.",
    discussion: """
      Reads a ledger from its first entry to its last, on all cores, and trusts nothing in it but the signatures. Only \
      reads, also while a server is writing. Finds, among other things, a changed byte in an entry, a missing entry, an \
      order after its key's revocation, and an order outside of its key's scope.

      Keep the last hash that it shows, away from the ledger: whoever has it can tell later whether what was audited then \
      was replaced since.

      Example:
        session-keys audit --data exchange

      With --json, one object with holds (true or false), entries, sessionKeys, revocations, lastHash, findingCount and \
      findings, a list of objects with kind, text and (where it is about one) sequence. Errors are an object with code \
      and message on standard error.

      \(ExitStatus.help)
      """)

  @Option(
    help: ArgumentHelp(
      "The data directory of a server, or a ledger's file.",
      discussion: "Default: session-keys/exchange in $XDG_DATA_HOME, or in ~/.local/share.", valueName: "dir or file"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The wallet that publishes index prices.", discussion: "Default: the one whose key is in the data directory.",
      valueName: "address"), transform: { try Address($0) })
  var publisher: Address?

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func validate() throws {
    guard let data else { return }
    guard !data.isEmpty, !data.utf8.contains(0) else {
      throw ValidationError("--data is not a path: name a directory or a file.")
    }
  }

  func run() async throws {
    let place = try AuditedLedger(data)
    let progress = ProgressBar()
    let audit = LedgerAudit(
      path: place.file, policy: .standard, indexPricePublisher: try publisher ?? place.publisher(),
      verifier: ECDSAVerifier())
    let report: AuditReport
    do { report = try await audit.run { progress.show($0.entriesDone, of: $0.entriesTotal) } } catch {
      progress.clear()
      throw CommandFailure.ledger(path: place.file, "\(error)")
    }
    progress.clear()
    let result = AuditResult(report)
    if json { try Report.result(result) } else { try Report.result(text: result.text(of: place.file)) }
    if !report.holds { throw CommandFailure.auditFailed(count: report.findingCount) }
  }
}
