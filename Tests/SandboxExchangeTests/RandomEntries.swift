import EthereumPrimitives
import PerpsProtocol
import SessionKeys

@testable import SandboxExchange

/// Entries of all kinds, mostly sensible and sometimes not.
struct RandomEntries {
  var generator: SeededGenerator
  var prices: [Int64] = [10_000_000_000, 10_000_000_000]
  private let wallets = (1...8).map { wallet(UInt8($0)) }
  private let markets = [Scene.market, Scene.other]
  private let keys: [SessionKeyRecord]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    keys = (1...8).flatMap { number in
      [
        sessionKey(UInt8(number), of: wallet(UInt8(number)), deviation: "0.03000000"),
        sessionKey(UInt8(100 + number), of: wallet(UInt8(number)), markets: [Scene.market]),
      ]
    }
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }

  mutating func next(_ nonce: Nonce, _ sequence: UInt64) -> (RequestedAction, Actor) {
    let wallet = pick(wallets)
    let key = chance(50) ? pick(keys.filter { $0.wallet == wallet }) : nil
    let actor: Actor = key.map { .sessionKey($0) } ?? .wallet
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<62: return (.trade(.order(order(nonce, wallet, key))), actor)
    case 62..<72: return (.trade(cancellation(nonce, wallet, key, sequence)), actor)
    case 72..<82: return (price(nonce), .wallet)
    case 82..<88: return (.deposit(Deposit(nonce: nonce, wallet: wallet, quantity: money())), .wallet)
    case 88..<92:
      let withdrawal = Withdrawal(nonce: nonce, wallet: wallet, quantity: money(), maximumGasFee: .zero)
      return withdrawal.map { (.withdraw($0), .wallet) } ?? (price(nonce), .wallet)
    case 92..<94:
      let transfer = Transfer(
        nonce: nonce, sourceWallet: wallet, destinationWallet: pick(wallets + [.zero]), quantity: money())
      return (.transfer(transfer), .wallet)
    case 94..<97:
      let fraction = chance(20) ? nil : Pips(count: UInt64.random(in: 5_000_000...110_000_000, using: &generator))
      let settings = InitialMarginFractionOverrideSettings(
        nonce: nonce, wallet: wallet, sessionKey: key?.address, market: pick(markets),
        initialMarginFractionOverride: fraction)
      return (.trade(.setInitialMarginFraction(settings)), actor)
    default: return (authority(nonce, wallet), .wallet)
    }
  }

  private mutating func money() -> Pips {
    Pips(count: UInt64.random(in: 0...(chance(1) ? 1 << 42 : 15_000_000_000), using: &generator)) ?? .zero
  }

  private mutating func price(_ nonce: Nonce) -> RequestedAction {
    let market = Int.random(in: 0...1, using: &generator)
    let change =
      chance(15) ? Int64.random(in: -3_500...3_500, using: &generator) : .random(in: -50...50, using: &generator)
    let next = min(max(prices[market] + prices[market] / 10_000 * change, 100_000_000), 1_000_000_000_000)
    let publisher = chance(3) ? wallets[0] : Scene.publisher
    if publisher == Scene.publisher { prices[market] = next }
    return .publishIndexPrice(
      IndexPrice(
        nonce: nonce, wallet: publisher, market: markets[market], price: Pips(count: UInt64(next)) ?? .zero))
  }

  private mutating func order(_ nonce: Nonce, _ wallet: Address, _ key: SessionKeyRecord?) -> Order {
    let market = Int.random(in: 0...1, using: &generator)
    let type = pick(chance(70) ? [OrderType.limit, .limit, .market] : OrderType.allCases)
    func near(_ spread: Int64, _ generator: inout SeededGenerator) -> Pips {
      let price = prices[market] + prices[market] / 10_000 * .random(in: -spread...spread, using: &generator)
      // Mostly on the tick.
      let tick: Int64 = .random(in: 0..<100, using: &generator) < 97 ? 1_000_000 : 7
      return Pips(count: UInt64(max(price / tick * tick, 0))) ?? .zero
    }
    let step: UInt64 = chance(97) ? 100_000 : 3
    let quantity = UInt64.random(in: 0...(chance(10) ? 50_000 : 6_000), using: &generator) * step
    let timeInForce = pick([TimeInForce.gtc, .gtc, .gtc, .gtx, .ioc, .fok])
    return Order(
      unchecked: nonce, wallet: wallet, market: chance(1) ? symbol("NONE-USD") : markets[market], type: type,
      side: pick(OrderSide.allCases), quantity: Pips(count: quantity) ?? .zero,
      limitPrice: type.hasLimitPrice ? near(200, &generator) : .zero,
      triggerPrice: type.hasTrigger ? near(400, &generator) : .zero,
      triggerType: type.hasTrigger ? pick([.last, .index]) : .none, callbackRate: .zero, conditionalOrderID: 0,
      isReduceOnly: chance(20), timeInForce: timeInForce,
      selfTradePrevention: timeInForce == .fok && chance(95) ? .cn : pick(SelfTradePrevention.allCases),
      isLiquidationAcquisitionOnly: false, delegatedKey: key?.address ?? .zero,
      clientOrderID: chance(30) ? try? ClientOrderID("c\(Int.random(in: 0..<40, using: &generator))") : nil)
  }

  private mutating func cancellation(
    _ nonce: Nonce, _ wallet: Address, _ key: SessionKeyRecord?, _ sequence: UInt64
  ) -> TradingAction {
    let signer = key?.address
    switch Int.random(in: 0..<20, using: &generator) {
    case 0:
      return .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: signer))
    case 1:
      return .cancelByMarketSymbol(
        OrderCancellationByMarketSymbol(nonce: nonce, wallet: wallet, sessionKey: signer, market: pick(markets)))
    case 2:
      return .cancelByDelegatedKey(
        OrderCancellationByDelegatedKey(
          nonce: nonce, wallet: wallet, sessionKey: signer, ordersOf: pick(keys).address))
    default:
      let references = (0..<10).compactMap { _ -> OrderReference? in
        let text =
          chance(30)
          ? "client:c\(Int.random(in: 0..<40, using: &generator))"
          : "\(UInt64.random(in: (sequence > 200 ? sequence - 200 : 0)...sequence, using: &generator))"
        return try? OrderReference(text)
      }
      return OrderCancellationByOrderID(nonce: nonce, wallet: wallet, sessionKey: signer, orderIDs: references)
        .map { .cancelByOrderID($0) }
        ?? .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: signer))
    }
  }

  private mutating func authority(_ nonce: Nonce, _ wallet: Address) -> RequestedAction {
    let key = pick(keys.filter { $0.wallet == wallet }).address
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return .associateWallet(WalletAssociation(nonce: nonce, wallet: wallet))
    case 1: return .authorizeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet)
    case 2: return .revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet)
    case 3:
      return .revokeSessionKey(
        SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: pick(OpenOrders.allCases)))
    default:
      return .revokeAllSessionKeys(
        AllSessionKeysRevocation(nonce: nonce, wallet: wallet, openOrders: pick(OpenOrders.allCases)))
    }
  }
}
