internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeServer
internal import Ledger
internal import LedgerPostgreSQL
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

      With --database the ledger is the one in PostgreSQL, and --data, where it is named, says only where the publisher's \
      key lies.

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

  @OptionGroup var database: DatabaseOption

  @Option(
    help: ArgumentHelp(
      "The wallet that publishes index prices.", discussion: "Default: the one whose key is in the data directory.",
      valueName: "address"), transform: { try Address($0) })
  var publisher: Address?

  @Option(
    help: ArgumentHelp(
      "The configuration that the server is started with, if any.",
      discussion: "Its windows for nonces are what every entry is judged by.", valueName: "file"))
  var config: InputSource?

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func validate() throws {
    guard let data else { return }
    guard !data.isEmpty, !data.utf8.contains(0) else {
      throw ValidationError("--data is not a path: name a directory or a file.")
    }
  }

  func run() async throws {
    let configuration = try ConfigurationFile(from: config)
    let (audit, place) = try audit(by: configuration)
    let progress = ProgressBar()
    let report: AuditReport
    do { report = try await audit.run { progress.show($0.entriesDone, of: $0.entriesTotal) } } catch {
      progress.clear()
      throw CommandFailure.ledger(path: place, "\(error)")
    }
    progress.clear()
    let result = AuditResult(report)
    if json { try Report.result(result) } else { try Report.result(text: result.text(of: place)) }
    if !report.holds { throw CommandFailure.auditFailed(count: report.findingCount) }
  }

  /// The audit, and what the ledger is called. Beside a database lies no key: the publisher is named, or nobody is.
  private func audit(by configuration: ConfigurationFile) throws -> (LedgerAudit<ECDSAVerifier>, String) {
    let named = publisher ?? configuration.indexPricePublisher
    if let address = database.address {
      let publisher = try named ?? data.flatMap { try AuditedLedger.publisher(in: $0) }
      let audit = PostgreSQLLedger.audit(
        at: address, policy: configuration.policy, indexPricePublisher: publisher, verifier: ECDSAVerifier())
      return (audit, address.description)
    }
    let place = try AuditedLedger(data)
    let audit = LedgerAudit(
      path: place.file, policy: configuration.policy, indexPricePublisher: try named ?? place.publisher(),
      verifier: ECDSAVerifier())
    return (audit, place.file)
  }
}
