internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol
internal import SessionKeys

/// What must be known to judge some requests: all that the rules ask of them.
struct BatchQuestions {
  /// The keys whose standing is asked for.
  private(set) var keys: Set<Address> = []
  /// The keys whose record is asked for: those that are authorised or revoked.
  private(set) var records: Set<Address> = []
  /// The wallets whose revocation of all keys is asked for.
  private(set) var wallets: Set<Address> = []
  private(set) var markets: Set<MarketSymbol> = []
  private(set) var nonces: Set<WalletNonce> = []
  /// The keys whose custody attempts are counted.
  private(set) var attempts: Set<Address> = []

  init(_ batch: [Submission]) {
    for submission in batch {
      switch submission {
      case .request(let request, _, _): add(request)
      case .custodyAttempt(let attempt, _, _):
        keys.insert(attempt.sessionKey.address)
        attempts.insert(attempt.sessionKey.address)
      }
    }
  }

  init(_ request: AuthenticatedRequest) { add(request) }

  /// Asks everything of some keys and wallets.
  init(keys: Set<Address>, wallets: Set<Address>, markets: Set<MarketSymbol>, nonces: Set<WalletNonce>) {
    (self.keys, records, attempts) = (keys, keys, keys)
    (self.wallets, self.markets, self.nonces) = (wallets, markets, nonces)
  }

  private mutating func add(_ request: AuthenticatedRequest) {
    let action = request.action
    nonces.insert(WalletNonce(nonce: action.nonce, wallet: action.wallet))
    if let key = request.actor.sessionKey { keys.insert(key.address) }
    switch action {
    case .trade(.order(let order)): markets.insert(order.market)
    case .authorizeDelegatedKey, .authorizeSessionKey, .revokeDelegatedKey, .revokeSessionKey:
      wallets.insert(action.wallet)
      guard let key = action.namedSessionKey else { return }
      keys.insert(key)
      records.insert(key)
    case .revokeAllSessionKeys: wallets.insert(action.wallet)
    case .trade, .associateWallet, .withdraw, .transfer, .deposit, .publishIndexPrice: break
    }
  }
}

/// A nonce and the wallet that it is of.
struct WalletNonce: Hashable {
  let nonce: Nonce
  let wallet: Address
}
