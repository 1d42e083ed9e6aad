public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
public import SessionKeys
public import Signing

// What only a wallet may sign. A session has no such methods.
extension Exchange {
  /// Deposits play money into a sandbox.
  @discardableResult
  public func deposit(
    _ quantity: Pips, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> DepositDetails {
    let deposit = Deposit(nonce: nonce(), wallet: wallet.address, quantity: quantity)
    return try await send(.deposit(deposit), signedBy: wallet, as: DepositDetails.self)
  }

  /// Withdraws to the wallet on Katana.
  ///
  /// - Parameter maximumGasFee: the most that may be taken for gas; `nil` for what the exchange asks now.
  @discardableResult
  public func withdraw(
    _ quantity: Pips, maximumGasFee: Pips? = nil, authorizedBy wallet: some WalletSigner,
    credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> WithdrawalDetails {
    let fee = if let maximumGasFee { maximumGasFee } else { try await gasFees().withdrawal["katana.katana"] ?? .zero }
    let withdrawal = Withdrawal(
      nonce: nonce(), wallet: wallet.address, quantity: quantity, maximumGasFee: fee,
      bridgeAdapter: details.bridgeAdapters.stargateBridgeAdapterV1Katana)
    guard let withdrawal else { throw .invalid(reason: "the withdrawal is not possible") }
    return try await send(
      .withdraw(withdrawal), signedBy: wallet, as: WithdrawalDetails.self, credentials: credentials)
  }

  /// Transfers to another wallet in a sandbox.
  @discardableResult
  public func transfer(
    _ quantity: Pips, to destination: Address, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> TransferDetails {
    let transfer = Transfer(
      nonce: nonce(), sourceWallet: wallet.address, destinationWallet: destination, quantity: quantity)
    return try await send(.transfer(transfer), signedBy: wallet, as: TransferDetails.self)
  }

  /// Puts a wallet under the account of an API key, which reads its data from then on.
  @discardableResult
  public func associate(
    credentials: APICredentials, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> WalletDetails {
    let association = WalletAssociation(nonce: nonce(), wallet: wallet.address)
    return try await send(
      .associateWallet(association), signedBy: wallet, as: WalletDetails.self, credentials: credentials)
  }

  /// Ends a session key, for ever.
  @discardableResult
  public func revoke(
    sessionKey: Address, openOrders: OpenOrders = .cancel, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> SessionKeyRevocationResult {
    let revocation = SessionKeyRevocation(
      nonce: nonce(), wallet: wallet.address, sessionKey: sessionKey, openOrders: openOrders)
    return try await send(.revokeSessionKey(revocation), signedBy: wallet, as: SessionKeyRevocationResult.self)
  }

  /// Ends every session key that the wallet has authorised until now, also those that the server has not seen yet.
  @discardableResult
  public func revokeAllSessionKeys(
    openOrders: OpenOrders = .cancel, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> SessionKeyRevocationResult {
    let revocation = AllSessionKeysRevocation(nonce: nonce(), wallet: wallet.address, openOrders: openOrders)
    return try await send(.revokeAllSessionKeys(revocation), signedBy: wallet, as: SessionKeyRevocationResult.self)
  }

  /// Authorises a session key in the exchange's own terms: trade, all markets, no limits, 30 days.
  ///
  /// The exchange asks for no consent of the key. Prefer a session where the server has them.
  @discardableResult
  public func authorize(
    delegatedKey: Address, named name: SessionKeyName? = nil, credentials: APICredentials? = nil,
    authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> DelegatedKeyDetails {
    let authorization = DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: delegatedKey)
    return try await send(
      .authorizeDelegatedKey(authorization, wallet: wallet.address), signedBy: wallet, as: DelegatedKeyDetails.self,
      label: name, credentials: credentials)
  }

  /// Ends a session key in the exchange's own terms, for ever: the wallet signs its authorisation again, with another
  /// nonce. The orders that it has resting stay.
  @discardableResult
  public func revoke(
    delegatedKey: Address, credentials: APICredentials? = nil, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> DelegatedKeyDetails {
    let revocation = DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: delegatedKey)
    return try await send(
      .revokeDelegatedKey(revocation, wallet: wallet.address), signedBy: wallet, as: DelegatedKeyDetails.self,
      credentials: credentials)
  }

  /// States a market's index price in a sandbox, as the wallet that its operator has appointed.
  @discardableResult
  public func publishIndexPrice(
    _ price: Pips, of market: MarketSymbol, authorizedBy wallet: some WalletSigner
  ) async throws(ExchangeError) -> IndexPriceDetails {
    let message = IndexPrice(nonce: nonce(), wallet: wallet.address, market: market, price: price)
    return try await send(.publishIndexPrice(message), signedBy: wallet, as: IndexPriceDetails.self)
  }
}
