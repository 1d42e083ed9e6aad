/// Collects what an audit finds: counts everything, keeps the first few.
final class FindingList {
  private(set) var count: UInt64 = 0
  private(set) var kept: [AuditFinding] = []

  func add(_ kind: AuditFinding.Kind, at sequence: UInt64?, _ text: @autoclosure () -> String) {
    count += 1
    guard kept.count < LedgerLimits.auditFindingsMaximum else { return }
    kept.append(AuditFinding(sequence: sequence, kind: kind, text: text()))
  }
}
