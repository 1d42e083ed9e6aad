import EthereumPrimitives
import PerpsProtocol
import SessionKeys

extension World {
  /// A nonce of now, of a node that nothing else uses.
  static let now = Nonce.at(noon, node: 2)

  /// An order of the wallet's: 1 ETH at a limit of 2,000 unless said otherwise.
  func order(
    nonce: Nonce = Self.now, naming key: Signer?, market: MarketSymbol? = nil, side: OrderSide = .buy,
    quantity: String = "1.00000000", terms: OrderTerms? = nil, isReduceOnly: Bool = false
  ) throws -> Order {
    try Order(
      nonce: nonce, wallet: wallet.address, sessionKey: key?.address, market: market ?? .eth, side: side,
      quantity: Pips(quantity), terms: terms ?? .limit(price: Pips("2000.00000000")), isReduceOnly: isReduceOnly)
  }

  /// A request for an order, named and signed by a session key.
  func orderRequest(
    nonce: Nonce = Self.now, by key: Signer? = nil, market: MarketSymbol? = nil, side: OrderSide = .buy,
    quantity: String = "1.00000000", terms: OrderTerms? = nil
  ) throws -> SignedRequest {
    let key = key ?? self.key
    let order = try order(nonce: nonce, naming: key, market: market, side: side, quantity: quantity, terms: terms)
    return try request(.trade(.order(order)), by: key)
  }

  /// Every trading action there is, by name; the order last.
  func tradingActions(nonce: Nonce = Self.now, naming key: Signer?) throws -> [(name: String, action: TradingAction)] {
    let (wallet, key) = (wallet.address, key?.address)
    let byID = OrderCancellationByOrderID(
      nonce: nonce, wallet: wallet, sessionKey: key, orderIDs: [try OrderReference("client:first")])
    let cancellations: [(String, TradingAction?)] = [
      ("cancelByOrderID", byID.map { .cancelByOrderID($0) }),
      (
        "cancelByDelegatedKey",
        .cancelByDelegatedKey(
          OrderCancellationByDelegatedKey(
            nonce: nonce, wallet: wallet, sessionKey: key, ordersOf: self.key.address))
      ),
      (
        "cancelByMarketSymbol",
        .cancelByMarketSymbol(
          OrderCancellationByMarketSymbol(nonce: nonce, wallet: wallet, sessionKey: key, market: try .eth))
      ),
      (
        "cancelByWallet",
        .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: key))
      ),
      (
        "setInitialMarginFraction",
        .setInitialMarginFraction(
          InitialMarginFractionOverrideSettings(
            nonce: nonce, wallet: wallet, sessionKey: key, market: try .eth,
            initialMarginFractionOverride: try Pips("0.05000000")))
      ),
      (
        "order",
        .order(
          try Order(
            nonce: nonce, wallet: wallet, sessionKey: key, market: .eth, side: .buy,
            quantity: Pips("1.00000000"), terms: .limit(price: Pips("2000.00000000"))))
      ),
    ]
    return cancellations.compactMap { name, action in action.map { (name, $0) } }
  }

  /// Everything that only the wallet may sign, by name.
  func walletActions(nonce: Nonce = Self.now) throws -> [(name: String, action: RequestedAction)] {
    let (wallet, quantity) = (wallet.address, try Pips("1.00000000"))
    let withdrawal = Withdrawal(nonce: nonce, wallet: wallet, quantity: quantity, maximumGasFee: .zero)
    let delegation = DelegatedKeyAuthorization(nonce: nonce, delegatedKey: newKey.address)
    let removal = DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key.address)
    let actions: [(String, RequestedAction?)] = [
      ("authorizeDelegatedKey", .authorizeDelegatedKey(delegation, wallet: wallet)),
      ("revokeDelegatedKey", .revokeDelegatedKey(removal, wallet: wallet)),
      ("authorizeSessionKey", try enrollment(of: newKey, nonce: nonce)),
      (
        "revokeAllSessionKeys",
        .revokeAllSessionKeys(AllSessionKeysRevocation(nonce: nonce, wallet: wallet, openOrders: .keep))
      ),
      ("associateWallet", .associateWallet(WalletAssociation(nonce: nonce, wallet: wallet))),
      ("withdraw", withdrawal.map { .withdraw($0) }),
      (
        "transfer",
        .transfer(
          Transfer(
            nonce: nonce, sourceWallet: wallet, destinationWallet: stranger.address, quantity: quantity))
      ),
      ("deposit", .deposit(Deposit(nonce: nonce, wallet: wallet, quantity: quantity))),
    ]
    return actions.compactMap { name, action in action.map { (name, $0) } }
  }
}

extension World {
  func authorization(
    of key: Signer, nonce: Nonce = Self.now, scope: SessionKeyScope = .unlimited, expiresAt: Timestamp? = nil
  ) throws -> SessionKeyAuthorization {
    try SessionKeyAuthorization(
      nonce: nonce, wallet: wallet.address, sessionKey: key.address, scope: scope,
      expiresAt: expiresAt ?? nonce.time.timestamp.later(by: Timestamp.millisecondsPerDay))
  }

  /// An authorisation with the key's consent, and its public key where the curve needs it.
  func enrollment(
    of key: Signer, nonce: Nonce = Self.now, scope: SessionKeyScope = .unlimited, expiresAt: Timestamp? = nil
  ) throws -> RequestedAction {
    let authorization = try authorization(of: key, nonce: nonce, scope: scope, expiresAt: expiresAt)
    return .authorizeSessionKey(
      SessionKeyEnrollment(
        authorization: authorization, consent: try key.consent(to: authorization, in: domain),
        publicKey: key.publicKey.curve == .p256 ? key.publicKey : nil))
  }

  /// The same with a consent and a public key that may be wrong.
  func enrollment(
    of authorization: SessionKeyAuthorization, consent: KeySignature?, publicKey: PublicKey?
  ) -> RequestedAction {
    .authorizeSessionKey(
      SessionKeyEnrollment(authorization: authorization, consent: consent, publicKey: publicKey))
  }

  func revocation(of key: Address, nonce: Nonce = Self.now, wallet: Address? = nil) -> RequestedAction {
    .revokeSessionKey(
      SessionKeyRevocation(
        nonce: nonce, wallet: wallet ?? self.wallet.address, sessionKey: key, openOrders: .cancel))
  }

  func delegation(of key: Address, nonce: Nonce = Self.now) -> RequestedAction {
    .authorizeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet.address)
  }

  func delegationRevocation(of key: Address, nonce: Nonce = Self.now) -> RequestedAction {
    .revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet.address)
  }
}
