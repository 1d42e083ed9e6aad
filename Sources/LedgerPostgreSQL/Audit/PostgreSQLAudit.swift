public import EthereumPrimitives
public import Ledger
public import SessionKeys

extension LedgerAudit {
  /// Names a database and what to judge it by. Only reads, also while servers write.
  ///
  /// Reading blocks the calling task's thread: for a program that does nothing else meanwhile.
  ///
  /// - Parameter indexPricePublisher: the wallet whose index prices are taken; `nil` for nobody's.
  public init(
    at address: PostgreSQLAddress, policy: AdmissionPolicy, indexPricePublisher: Address?, verifier: Verifier
  ) {
    self.init(
      opening: { () throws(LedgerError) in try DatabaseSource(at: address) }, policy: policy,
      indexPricePublisher: indexPricePublisher, verifier: verifier)
  }
}
