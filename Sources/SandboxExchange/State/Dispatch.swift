internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

extension SandboxExchange {
  /// Carries out an entry.
  mutating func answer(to entry: LedgerEntry) -> Answer {
    switch entry.action {
    case .trade(let action): trade(action, by: entry.actor.sessionKey)
    case .authorizeDelegatedKey(let message, _): .sessionKeyAuthorized(message.delegatedKey)
    case .authorizeSessionKey(let enrollment): .sessionKeyAuthorized(enrollment.authorization.sessionKey)
    // The exchange's own revocation does not say what becomes of open orders. It cancels them: an invalidated key's
    // orders are not valid on the exchange either.
    case .revokeDelegatedKey(let message, let wallet):
      .sessionKeysRevoked(cancelOrders(of: wallet, signedBy: message.delegatedKey))
    case .revokeSessionKey(let revocation):
      .sessionKeysRevoked(
        revocation.openOrders == .keep
          ? []
          : cancelOrders(of: revocation.wallet, signedBy: revocation.sessionKey))
    case .revokeAllSessionKeys(let revocation):
      .sessionKeysRevoked(
        revocation.openOrders == .keep
          ? []
          : cancelOrders(of: revocation.wallet, because: .sessionKeyRevoked) { $0.sessionKey != nil })
    case .associateWallet(let association): associate(association, apiAccount: entry.request.label?.text)
    case .withdraw(let withdrawal): withdraw(withdrawal)
    case .transfer(let transfer): self.transfer(transfer)
    case .deposit(let deposit): self.deposit(deposit)
    case .publishIndexPrice(let price): publish(price)
    }
  }

  private mutating func cancelOrders(of wallet: Address, signedBy key: Address) -> [CanceledOrder] {
    cancelOrders(of: wallet, because: .sessionKeyRevoked) { $0.sessionKey == key }
  }

  private mutating func trade(_ action: TradingAction, by key: SessionKeyRecord?) -> Answer {
    switch action {
    case .order(let order): place(order, by: key)
    case .cancelByOrderID(let cancellation): cancel(cancellation, by: key)
    case .cancelByDelegatedKey(let cancellation):
      .canceled(
        cancelOrders(of: cancellation.wallet, because: .requested) {
          $0.sessionKey == cancellation.orderDelegatedKey && key.reaches($0.market)
        })
    case .cancelByMarketSymbol(let cancellation): cancel(cancellation, by: key)
    case .cancelByWallet(let cancellation):
      .canceled(cancelOrders(of: cancellation.wallet, because: .requested) { key.reaches($0.market) })
    case .setInitialMarginFraction(let settings): setInitialMarginFraction(settings)
    }
  }
}

extension SessionKeyRecord? {
  /// Whether a signer may touch orders in a market: a wallet may in all, a session key in those of its bounds.
  func reaches(_ market: MarketSymbol) -> Bool { self?.scope.includes(market) ?? true }
}

extension Order {
  /// The session key that signed it, or `nil` when the wallet did.
  var sessionKey: Address? { delegatedKey == .zero ? nil : delegatedKey }
}

extension Timestamp {
  /// 1970-01-01T00:00:00Z
  static var epoch: Timestamp { Timestamp(milliseconds: 0) ?? .maximum }
}
