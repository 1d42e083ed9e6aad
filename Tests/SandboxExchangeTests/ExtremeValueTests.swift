import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import SandboxExchange

@Suite("The largest and smallest numbers neither trap nor wrap")
struct ExtremeValueTests {
  private static func market(_ name: String, size: UInt64) throws -> MarketConfiguration {
    let pip = try #require(Pips(count: 1))
    let orders = OrderBounds(
      tickSize: pip, stepSize: pip, makerOrderMinimum: pip, takerOrderMinimum: pip, marketOrderPriceLimit: .maximum,
      limitOrderPriceLimit: .maximum)
    let margin = MarginSchedule(
      initialFraction: try #require(Pips(count: 2)), maintenanceFraction: pip, basePositionSize: .zero,
      incrementalPositionSize: try #require(Pips(count: 1 << 40)), incrementalInitialFraction: pip)
    return try MarketConfiguration(
      market: symbol(name), orders: orders, margin: margin, makerFeeRate: .one, takerFeeRate: pip,
      minimumPositionSize: .zero, maximumPositionSize: try #require(Pips(count: size)))
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `entries with numbers at the ends of their ranges keep all invariants`(_ seed: UInt64) throws {
    let markets = [
      try Self.market("LARGE-USD", size: ExchangeLimits.positionSizePipsMaximum), try Self.market("SMALL-USD", size: 3),
    ]
    var scene = try Scene(markets: markets, index: nil)
    var generator = SeededGenerator(seed: seed)
    var (fills, liquidations) = (0, 0)
    func number() -> Pips {
      let shift = UInt64.random(in: 1...63, using: &generator)
      let base: UInt64 = 1 << shift
      return Pips(count: min(base &- UInt64.random(in: 0...2, using: &generator), UInt64(Int64.max))) ?? .maximum
    }
    for _ in 0..<3_000 {
      let (nonce, wallet) = (scene.nonce, wallet(UInt8.random(in: 1...4, using: &generator)))
      let market = markets[Int.random(in: 0...1, using: &generator)]
      let action: RequestedAction
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<2:
        // One wallet is rich; the others can be liquidated.
        let isRich = wallet == SandboxExchangeTests.wallet(4)
        let quantity = isRich ? number() : Pips(count: number().count >> 24) ?? .zero
        action = .deposit(Deposit(nonce: nonce, wallet: wallet, quantity: quantity))
      case 2..<5:
        let price = min(number(), Bool.random(using: &generator) ? market.indexPriceMaximum : .maximum)
        action = .publishIndexPrice(
          IndexPrice(nonce: nonce, wallet: Scene.publisher, market: market.market, price: price))
      case 5:
        action = .transfer(
          Transfer(
            nonce: nonce, sourceWallet: wallet, destinationWallet: SandboxExchangeTests.wallet(4), quantity: number()))
      default:
        let types: [OrderType] = [.limit, .limit, .market, .stopLossMarket, .takeProfitLimit]
        let type = types[Int.random(in: types.indices, using: &generator)]
        let side: OrderSide = Bool.random(using: &generator) ? .buy : .sell
        action = .trade(
          .order(
            Order(
              unchecked: nonce, wallet: wallet, market: market.market, type: type, side: side,
              quantity: number(), limitPrice: type.hasLimitPrice ? number() : .zero,
              triggerPrice: type.hasTrigger ? number() : .zero, triggerType: type.hasTrigger ? .index : .none,
              callbackRate: .zero, conditionalOrderID: 0, isReduceOnly: Int.random(in: 0..<8, using: &generator) == 0,
              timeInForce: .gtc, selfTradePrevention: .co, isLiquidationAcquisitionOnly: false, delegatedKey: .zero,
              clientOrderID: nil)))
      }
      let outcome = scene.apply(action)
      for event in outcome.events {
        if case .trade = event { fills += 1 }
        if case .liquidation = event { liquidations += 1 }
      }
      let violations = scene.exchange.violations
      guard violations.isEmpty else {
        Issue.record("entry \(outcome.sequence) \(action): \(violations)")
        return
      }
      // Whoever asks must not trap it either.
      _ = scene.exchange.values(of: wallet)
      _ = scene.exchange.positions(of: wallet)
      _ = scene.exchange.statistics(at: scene.exchange.time)
    }
    #expect(fills > 100, "\(fills) trades")
    #expect(liquidations > 0, "\(liquidations) liquidations")
  }
}
