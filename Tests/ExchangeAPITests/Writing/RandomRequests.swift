import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// Deterministic random numbers (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

/// The kinds of action that can be asked for; a new one in the protocol must be added, or the test that counts fails.
enum ActionKind: CaseIterable {
  case order, cancelByOrderID, cancelByDelegatedKey, cancelByMarketSymbol, cancelByWallet, setInitialMarginFraction
  case authorizeDelegatedKey, revokeDelegatedKey, authorizeSessionKey, revokeSessionKey, revokeAllSessionKeys
  case associateWallet, withdraw, transfer, deposit, publishIndexPrice

  init(_ action: RequestedAction) {
    self =
      switch action {
      case .trade(.order): .order
      case .trade(.cancelByOrderID): .cancelByOrderID
      case .trade(.cancelByDelegatedKey): .cancelByDelegatedKey
      case .trade(.cancelByMarketSymbol): .cancelByMarketSymbol
      case .trade(.cancelByWallet): .cancelByWallet
      case .trade(.setInitialMarginFraction): .setInitialMarginFraction
      case .authorizeDelegatedKey: .authorizeDelegatedKey
      case .revokeDelegatedKey: .revokeDelegatedKey
      case .authorizeSessionKey: .authorizeSessionKey
      case .revokeSessionKey: .revokeSessionKey
      case .revokeAllSessionKeys: .revokeAllSessionKeys
      case .associateWallet: .associateWallet
      case .withdraw: .withdraw
      case .transfer: .transfer
      case .deposit: .deposit
      case .publishIndexPrice: .publishIndexPrice
      }
  }
}

/// Makes requests with every member at random that can be written, whether they make sense together or not. Nobody has
/// signed them.
struct RandomRequests {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(state: seed) }

  mutating func request(_ kind: ActionKind) throws -> SignedRequest {
    let takesName = kind == .authorizeDelegatedKey || kind == .authorizeSessionKey
    let name = takesName && chance() ? SessionKeyName("laptop \(number(below: 100)) é") : nil
    return SignedRequest(action: try action(kind), signature: try signature(), label: name)
  }

  mutating func action(_ kind: ActionKind) throws -> RequestedAction {
    switch kind {
    case .order: .trade(.order(try order()))
    case .cancelByOrderID: .trade(.cancelByOrderID(try cancellation()))
    case .cancelByDelegatedKey:
      .trade(
        .cancelByDelegatedKey(
          OrderCancellationByDelegatedKey(
            nonce: nonce(), wallet: address(), sessionKey: address(), ordersOf: address())))
    case .cancelByMarketSymbol:
      .trade(
        .cancelByMarketSymbol(
          OrderCancellationByMarketSymbol(
            nonce: nonce(), wallet: address(), sessionKey: address(), market: try market())))
    case .cancelByWallet:
      .trade(.cancelByWallet(OrderCancellationByWallet(nonce: nonce(), wallet: address(), sessionKey: address())))
    case .setInitialMarginFraction:
      .trade(
        .setInitialMarginFraction(
          InitialMarginFractionOverrideSettings(
            nonce: nonce(), wallet: address(), sessionKey: address(), market: try market(),
            initialMarginFractionOverride: chance() ? pips() : nil)))
    case .authorizeDelegatedKey:
      .authorizeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: address()), wallet: address())
    case .revokeDelegatedKey:
      .revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: address()), wallet: address())
    case .authorizeSessionKey: .authorizeSessionKey(try enrollment())
    case .revokeSessionKey:
      .revokeSessionKey(
        SessionKeyRevocation(
          nonce: nonce(), wallet: address(), sessionKey: address(), openOrders: any(OpenOrders.self)))
    case .revokeAllSessionKeys:
      .revokeAllSessionKeys(
        AllSessionKeysRevocation(nonce: nonce(), wallet: address(), openOrders: any(OpenOrders.self)))
    case .associateWallet: .associateWallet(WalletAssociation(nonce: nonce(), wallet: address()))
    case .withdraw: .withdraw(try withdrawal())
    case .transfer:
      .transfer(
        Transfer(nonce: nonce(), sourceWallet: address(), destinationWallet: address(), quantity: pips()))
    case .deposit: .deposit(Deposit(nonce: nonce(), wallet: address(), quantity: pips()))
    case .publishIndexPrice:
      .publishIndexPrice(IndexPrice(nonce: nonce(), wallet: address(), market: try market(), price: pips()))
    }
  }
}

// MARK: - Messages

extension RandomRequests {
  mutating func order() throws -> Order {
    Order(
      unchecked: nonce(), wallet: address(), market: try market(), type: any(OrderType.self),
      side: any(OrderSide.self), quantity: pips(), limitPrice: pips(), triggerPrice: pips(),
      triggerType: any(TriggerType.self), callbackRate: pips(),
      conditionalOrderID: chance() ? nonce().uint128 : 0,
      isReduceOnly: chance(), timeInForce: any(TimeInForce.self),
      selfTradePrevention: any(SelfTradePrevention.self), isLiquidationAcquisitionOnly: chance(),
      delegatedKey: address(), clientOrderID: chance() ? try clientOrderID() : nil)
  }

  mutating func cancellation() throws -> OrderCancellationByOrderID {
    let references = try (0..<1 + number(below: 20)).map { _ in
      chance()
        ? OrderReference.client(try clientOrderID()) : .order(try OrderID("order-\(number(below: 1_000_000))"))
    }
    guard
      let cancellation = OrderCancellationByOrderID(
        nonce: nonce(), wallet: address(), sessionKey: address(), orderIDs: references)
    else { throw RandomRequestError.impossible }
    return cancellation
  }

  mutating func withdrawal() throws -> Withdrawal {
    guard
      let withdrawal = Withdrawal(
        nonce: nonce(), wallet: address(), quantity: pips(), maximumGasFee: pips(), bridgeAdapter: address(),
        bridgeAdapterPayload: bytes(number(below: 4_097)))
    else { throw RandomRequestError.impossible }
    return withdrawal
  }

  mutating func enrollment() throws -> SessionKeyEnrollment {
    let nonce = nonce()
    let lifetime = 1 + UInt64(number(below: Int(SessionKeyAuthorization.lifetimeMillisecondsMaximum)))
    let markets = try (0..<number(below: 65)).map { try MarketSymbol("M\($0)-USD") }
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: address(), sessionKey: address(),
      scope: try SessionKeyScope(
        permission: any(Permission.self), markets: markets, maximumOrderValue: chance() ? pips() : nil,
        maximumDailyValue: chance() ? pips() : nil, maximumPriceDeviation: chance() ? pips() : nil),
      expiresAt: nonce.time.timestamp.adding(milliseconds: lifetime))
    let consent = chance() ? try signature() : nil
    let publicKey = PublicKey(curve: consent?.curve ?? .secp256k1, raw: bytes(64))
    return SessionKeyEnrollment(
      authorization: authorization, consent: consent, publicKey: chance() ? publicKey : nil)
  }
}

// MARK: - Values

enum RandomRequestError: Error { case impossible }

extension RandomRequests {
  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
  mutating func chance() -> Bool { Bool.random(using: &generator) }
  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
  mutating func pips() -> Pips { Pips(count: UInt64.random(in: 0...UInt64(Int64.max), using: &generator)) ?? .zero }
  mutating func address() -> Address { number(below: 5) == 0 ? .zero : Address(bytes(20)) ?? .zero }
  mutating func market() throws -> MarketSymbol {
    try MarketSymbol("\(["BTC", "ETH", "1000PEPE"][number(below: 3)])-USD")
  }

  mutating func any<Choice: CaseIterable>(_ type: Choice.Type) -> Choice where Choice.AllCases == [Choice] {
    Choice.allCases[number(below: Choice.allCases.count)]
  }

  mutating func nonce() -> Nonce {
    let milliseconds = UInt64.random(in: 0...4_000_000_000_000, using: &generator)
    let time = NonceTime(Timestamp(milliseconds: milliseconds) ?? .maximum)
    return Nonce(
      time: time, clockSequence: UInt16.random(in: 0 ... .max, using: &generator),
      node: UInt64.random(in: 0 ... .max, using: &generator))
  }

  mutating func clientOrderID() throws -> ClientOrderID {
    try ClientOrderID(["a", "étude", "交易交易", "e\u{301}tude", "a/\"\\\n", "with:colon"][number(below: 6)])
  }

  mutating func signature() throws -> KeySignature {
    let (r, s) = (bytes(16), bytes(16))
    let raw = [UInt8](repeating: 0, count: 15) + [1] + r + [UInt8](repeating: 0, count: 15) + [1] + s
    return try KeySignature(chance() ? raw : raw + [chance() ? 27 : 28])
  }
}
