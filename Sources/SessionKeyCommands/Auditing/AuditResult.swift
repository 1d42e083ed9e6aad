internal import EthereumPrimitives
internal import Ledger

/// What an audit has found, for programs and for people.
struct AuditResult: Encodable {
  let holds: Bool
  let entries: UInt64
  let sessionKeys: UInt64
  let revocations: UInt64
  let lastHash: String
  let findingCount: UInt64
  let findings: [Finding]

  /// Something that is wrong.
  struct Finding: Encodable {
    let sequence: UInt64?
    let kind: String
    let text: String
  }

  init(_ report: AuditReport) {
    holds = report.holds
    entries = report.entryCount
    sessionKeys = report.sessionKeyCount
    revocations = report.revocationCount
    lastHash = report.lastHash.description
    findingCount = report.findingCount
    findings = report.findings.map { Finding(sequence: $0.sequence, kind: $0.kind.rawValue, text: $0.text) }
  }

  /// A table of what was verified, and one of what is wrong.
  func text(of file: String) -> String {
    var table = TextTable()
    table.add([
      ("Ledger", TerminalText.escape(file)), ("Entries", "\(entries)"), ("Session keys", "\(sessionKeys)"),
      ("Revocations", "\(revocations)"), ("Last hash", lastHash),
      ("Result", holds ? "everything holds" : "\(findingCount) findings"),
    ])
    guard !holds else { return table.text }
    table.note("Findings")
    table.add(
      [.number("entry"), .text("kind"), .text("what is wrong")],
      findings.map { [$0.sequence.map(String.init) ?? "-", $0.kind, TerminalText.escape($0.text)] })
    if findingCount > findings.count { table.note("Only the first \(findings.count) are listed.") }
    return table.text
  }
}
