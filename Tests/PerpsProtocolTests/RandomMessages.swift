import EthereumPrimitives
import PerpsProtocol

extension RandomValues {
  /// One message of every type that is signed, with random values.
  mutating func messages() throws -> [any PerpsMessage] {
    try trading() + custody() + authority()
  }

  mutating func order() throws -> Order {
    Order(
      unchecked: nonce(), wallet: address(), market: try market(), type: choice(), side: choice(), quantity: pips(),
      limitPrice: pips(), triggerPrice: pips(), triggerType: choice(), callbackRate: pips(),
      conditionalOrderID: uint128(), isReduceOnly: Bool.random(using: &self), timeInForce: choice(),
      selfTradePrevention: choice(), isLiquidationAcquisitionOnly: Bool.random(using: &self),
      delegatedKey: optionalAddress() ?? .zero,
      clientOrderID: Bool.random(using: &self) ? try clientOrderID() : nil)
  }

  private mutating func trading() throws -> [any PerpsMessage] {
    let references = try (0..<Int.random(in: 1...5, using: &self)).map { _ in OrderReference.client(try clientOrderID())
    }
    let byID = OrderCancellationByOrderID(
      nonce: nonce(), wallet: address(), sessionKey: optionalAddress(), orderIDs: references)
    let messages: [(any PerpsMessage)?] = [
      try order(), byID,
      OrderCancellationByDelegatedKey(
        nonce: nonce(), wallet: address(), sessionKey: optionalAddress(), ordersOf: address()),
      OrderCancellationByMarketSymbol(
        nonce: nonce(), wallet: address(), sessionKey: optionalAddress(), market: try market()),
      OrderCancellationByWallet(nonce: nonce(), wallet: address(), sessionKey: optionalAddress()),
      InitialMarginFractionOverrideSettings(
        nonce: nonce(), wallet: address(), sessionKey: optionalAddress(), market: try market(),
        initialMarginFractionOverride: optionalPips()),
    ]
    return messages.compactMap { $0 }
  }

  private mutating func custody() -> [any PerpsMessage] {
    let payload = (0..<Int.random(in: 0...100, using: &self)).map { _ in UInt8(truncatingIfNeeded: next()) }
    let messages: [(any PerpsMessage)?] = [
      WalletAssociation(nonce: nonce(), wallet: address()),
      Withdrawal(
        nonce: nonce(), wallet: address(), quantity: pips(), maximumGasFee: pips(), bridgeAdapter: address(),
        bridgeAdapterPayload: payload),
      Transfer(nonce: nonce(), sourceWallet: address(), destinationWallet: address(), quantity: pips()),
      Deposit(nonce: nonce(), wallet: address(), quantity: pips()),
    ]
    return messages.compactMap { $0 }
  }

  private mutating func authority() throws -> [any PerpsMessage] {
    let begin = timestamp()
    var markets: [MarketSymbol] = []
    for _ in 0..<Int.random(in: 0...3, using: &self) {
      let market = try market()
      if !markets.contains(market) { markets.append(market) }
    }
    let scope = try SessionKeyScope(
      permission: choice(), markets: markets, maximumOrderValue: optionalPips(), maximumDailyValue: optionalPips(),
      maximumPriceDeviation: optionalPips())
    let authorization = try SessionKeyAuthorization(
      nonce: Nonce(time: NonceTime(begin), clockSequence: 0, node: next()), wallet: address(), sessionKey: address(),
      scope: scope, expiresAt: begin.adding(milliseconds: UInt64.random(in: 1...2_592_000_000, using: &self)))
    return [
      DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: address()), authorization,
      SessionKeyConsent(to: authorization),
      SessionKeyRevocation(nonce: nonce(), wallet: address(), sessionKey: address(), openOrders: choice()),
      AllSessionKeysRevocation(nonce: nonce(), wallet: address(), openOrders: choice()),
    ]
  }
}
