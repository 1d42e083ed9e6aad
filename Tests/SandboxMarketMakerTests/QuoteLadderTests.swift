import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Testing

@testable import SandboxMarketMaker

@Suite("The quotes of a market")
struct QuoteLadderTests {
  private func market(minimum: Pips = .zero) throws -> MarketDetails {
    let (tick, step) = (try Pips("0.10000000"), try Pips("0.00100000"))
    return MarketDetails(
      market: try MarketSymbol("ETH-USD"), type: .perpetual, status: .active, baseAsset: "ETH", quoteAsset: "USD",
      stepSize: step, tickSize: tick, indexPrice: .zero, indexPrice24h: .zero, indexPricePercentChange: .zero,
      lastFundingRate: nil, currentFundingRate: nil, nextFundingTime: .maximum, makerOrderMinimum: minimum,
      takerOrderMinimum: step, marketOrderExecutionPriceLimit: .one, limitOrderExecutionPriceLimit: .one,
      minimumPositionSize: step, maximumPositionSize: .maximum, initialMarginFraction: .one,
      maintenanceMarginFraction: .one, basePositionSize: .one, incrementalPositionSize: .one,
      incrementalInitialMarginFraction: .one, makerFeeRate: .zero, takerFeeRate: .zero, volume24h: .zero, trades24h: 0,
      openInterest: .zero)
  }

  private func ladder(
    at price: String = "2000.00000000", inventory: String = "0.00000000", minimum: Pips = .zero
  ) throws -> QuoteLadder {
    QuoteLadder(
      try market(minimum: minimum), indexPrice: try Pips(price), inventory: try Amount(inventory), shape: .standard)
  }

  private func prices(_ ladder: QuoteLadder, _ side: OrderSide) -> [Pips] {
    ladder.drafts.filter { $0.side == side }.compactMap {
      if case .limit(let price) = $0.terms { price } else { nil }
    }
  }

  @Test("they are post-only, on the tick and the step, and nearest first around the index price")
  func layout() throws {
    let ladder = try ladder()
    let (bids, asks) = (prices(ladder, .buy), prices(ladder, .sell))
    #expect(bids == (try ["1998.40000000", "1996.80000000", "1993.60000000", "1987.20000000"].map { try Pips($0) }))
    #expect(asks == (try ["2001.60000000", "2003.20000000", "2006.40000000", "2012.80000000"].map { try Pips($0) }))
    #expect(ladder.drafts.allSatisfy { $0.timeInForce == .gtx && $0.quantity.count % 100_000 == 0 })
    #expect(ladder.drafts.first?.quantity == (try Pips("10.00800000")))
  }

  @Test("they move against the inventory, and the side that would make it larger ends at its maximum")
  func inventory() throws {
    let level = try ladder()
    let (long, short) = (try ladder(inventory: "250.00000000"), try ladder(inventory: "-250.00000000"))
    #expect(long.center < level.center && short.center > level.center)
    #expect(prices(long, .buy).count == 4 && prices(short, .sell).count == 4)
    let (full, empty) = (try ladder(inventory: "500.00000000"), try ladder(inventory: "-9000.00000000"))
    #expect(prices(full, .buy).isEmpty && prices(full, .sell).count == 4)
    #expect(prices(empty, .sell).isEmpty && prices(empty, .buy).count == 4)
    #expect(full.center == (try Pips("1994.00000000")))
  }

  @Test("a market that takes no order so small has none")
  func minimum() throws {
    #expect(try ladder(minimum: Pips("15.00000000")).drafts.count == 6)
    #expect(try ladder(minimum: .maximum).drafts.isEmpty)
  }

  @Test("what rests may stay until the centre has moved or half of a side is gone")
  func serving() throws {
    let ladder = try ladder()
    let resting = try ladder.drafts.map { try order($0) }
    func stays(_ orders: [OrderDetails], around price: String = "2000.00000000") throws -> Bool {
      ladder.isServed(by: orders, quotedAround: try Pips(price), shape: .standard)
    }
    #expect(try stays(resting))
    #expect(try stays(resting, around: "2001.20000000"))
    #expect(try !stays(resting, around: "2001.30000000"))
    #expect(try !stays([]))
    #expect(try stays(Array(resting.dropFirst(2))))
    #expect(try !stays(Array(resting.dropLast(2))))
    #expect(try !stays(resting + [order(ladder.drafts[0])]))
    let fills = try ladder.drafts.map { try order($0, executed: $0.quantity) }
    #expect(try !stays(fills))
  }

  private func order(_ draft: OrderDraft, executed: Pips = .zero) throws -> OrderDetails {
    OrderDetails(
      market: draft.market, orderID: try OrderID("1"), wallet: .zero, time: .maximum, status: .open, type: .limit,
      side: draft.side, originalQuantity: draft.quantity, executedQuantity: executed, cumulativeQuoteQuantity: .zero,
      reduceOnly: false, selfTradePrevention: .dc)
  }
}
