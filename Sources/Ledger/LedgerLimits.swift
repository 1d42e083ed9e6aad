/// The limits that every ledger has.
public enum LedgerLimits {
  /// The most entries that one page has.
  public static let entriesPerPageMaximum = 1_000
  /// A page ends after the entry with which its requests take up this many bytes.
  public static let bytesPerPageMaximum = 4 * 1_024 * 1_024
  /// The most session keys that one page has.
  public static let sessionsPerPageMaximum = 100
  /// How many of a wallet's newest P-256 keys are tried for the signature of a refused custody action. Each costs a
  /// verification, and anybody can ask for it.
  public static let p256RecordsMaximum = 16
  /// The most findings that the report of an audit names. All are counted.
  public static let auditFindingsMaximum = 100
  /// How many records of session keys are kept in memory.
  public static let recordsCachedMaximum = 65_536
}
