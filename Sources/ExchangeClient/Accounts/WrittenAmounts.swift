public import EthereumPrimitives
public import ExchangeAPI
internal import PerpsProtocol
public import Signing

// The same with amounts as they are written: decimals with exactly eight digits after the point.
extension Exchange {
  /// Deposits play money into a sandbox.
  ///
  /// - Throws: ``ExchangeError/invalid(reason:)`` for a text such as `100`, of which nothing is sent.
  @discardableResult
  public func deposit(
    _ quantity: String, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> DepositDetails {
    try await deposit(Pips(written: quantity), authorizedBy: wallet)
  }

  /// Withdraws to the wallet on Katana, and pays for gas what the exchange asks now.
  ///
  /// - Throws: ``ExchangeError/invalid(reason:)`` for a text such as `100`, of which nothing is sent.
  @discardableResult
  public func withdraw(
    _ quantity: String, authorizedBy wallet: some WalletSigner, credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> WithdrawalDetails {
    try await withdraw(Pips(written: quantity), authorizedBy: wallet, credentials: credentials)
  }

  /// Transfers to another wallet in a sandbox.
  ///
  /// - Throws: ``ExchangeError/invalid(reason:)`` for a text such as `100`, of which nothing is sent.
  @discardableResult
  public func transfer(
    _ quantity: String, to destination: Address, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> TransferDetails {
    try await transfer(Pips(written: quantity), to: destination, authorizedBy: wallet)
  }
}

extension Pips {
  fileprivate init(written text: String) throws(ExchangeError) {
    do { self = try Pips(text) } catch { throw .invalid(reason: "quantity: \(error)") }
  }
}
