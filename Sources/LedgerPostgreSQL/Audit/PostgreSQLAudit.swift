public import EthereumPrimitives
public import Ledger
public import SessionKeys

extension PostgreSQLLedger {
  /// An audit of the ledger in a database. Only reads, also while servers write.
  ///
  /// Reading blocks the thread of the task that runs it: for a program that does nothing else meanwhile.
  ///
  /// - Parameter indexPricePublisher: the wallet whose index prices are taken; `nil` for nobody's.
  public static func audit<Verifier: SignatureVerifier>(
    at address: PostgreSQLAddress, policy: AdmissionPolicy, indexPricePublisher: Address?, verifier: Verifier
  ) -> LedgerAudit<Verifier> {
    LedgerAudit(
      opening: { () throws(LedgerError) in try DatabaseSource(at: address) }, policy: policy,
      indexPricePublisher: indexPricePublisher, verifier: verifier)
  }
}
