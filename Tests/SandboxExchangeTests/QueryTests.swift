import PerpsProtocol
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

@Suite("The exchange answers questions about what it knows")
struct QueryTests {
  var scene: Scene

  init() throws {
    scene = try Scene()
    for wallet in [alice, bob] { scene.deposit("1000.00000000", wallet) }
    scene.limit(.sell, "2.00000000", at: "101.00000000", bob, id: "sold")
    scene.limit(.buy, "2.00000000", at: "101.00000000", alice, id: "bought")
    scene.limit(.buy, "1.00000000", at: "99.00000000", alice)
    scene.limit(.buy, "3.00000000", at: "99.00000000", bob)
    scene.limit(.sell, "1.00000000", at: "102.00000000", bob)
  }

  @Test func `wallet values add up`() throws {
    // Bought 2 at 101 with an index price of 100: 2 lost on paper, 0.0808 in fees.
    let values = try #require(scene.exchange.values(of: alice))
    #expect(values.quoteBalance.description == "999.91920000")
    #expect(values.unrealizedPnL.description == "-2.00000000")
    #expect(values.equity.description == "997.91920000")
    #expect(values.freeCollateral.description == "977.91920000")
    #expect(values.heldCollateral.description == "10.00000000")
    #expect(values.availableCollateral.description == "967.91920000")
    #expect(values.buyingPower.description == "9679.19200000")
    #expect(values.leverage?.description == "0.20041702")
    #expect(values.marginRatio?.description == "0.01002085")
    #expect(scene.exchange.values(of: wallet(99)) == nil)
  }

  @Test func `a position says what it is worth`() throws {
    let long = try #require(scene.exchange.positions(of: alice).first)
    #expect(long.position.entryPrice.description == "101.00000000")
    #expect(long.value.description == "200.00000000")
    #expect(long.marginRequirement.description == "10.00000000")
    #expect(long.liquidationPrice == .zero)
    let short = try #require(scene.exchange.positions(of: bob, in: Scene.market).first)
    #expect(short.position.quantity.description == "-2.00000000")
    #expect(short.value.description == "-200.00000000")
    #expect(short.unrealizedPnL.description == "2.00000000")
    // (1000 − 0.0202 + 202) ÷ (2 × 1.05)
    #expect(short.liquidationPrice.description == "572.37133333")
    #expect(scene.exchange.positions(of: bob, in: Scene.other).isEmpty)
  }

  @Test func `orders are found by both names, open and closed`() throws {
    let bought = try #require(scene.exchange.order(OrderReference("client:bought"), of: alice))
    #expect(bought.status == .filled)
    #expect(try scene.exchange.order(OrderReference(bought.number.description), of: alice) == bought)
    #expect(try scene.exchange.order(OrderReference(bought.number.description), of: bob) == nil)
    #expect(scene.exchange.openOrders(of: bob, page: HistoryPage()).count == 2)
    #expect(scene.exchange.openOrders(of: bob, in: Scene.other, page: HistoryPage()).isEmpty)
    #expect(scene.exchange.fills(of: bought.number, of: alice).map(\.liquidity) == [.taker])
    #expect(scene.exchange.fills(of: bob, page: HistoryPage()).map(\.liquidity) == [.maker])
    let fill = try #require(scene.exchange.fills(of: bob, page: HistoryPage()).first)
    #expect(FillNumber(fill.number.description) == fill.number)
  }

  @Test func `the book is told by level, with the number of its last change`() throws {
    let book = try #require(scene.exchange.book(of: Scene.market, limit: 10))
    #expect(book.bids.map(\.size.description) == ["4.00000000"])
    #expect(book.bids.map(\.orders) == [2])
    #expect(book.asks.map(\.price) == [pips("102.00000000")])
    #expect(scene.exchange.book(of: Scene.market, limit: -1)?.bids.isEmpty == true)
    #expect(scene.exchange.book(of: symbol("NONE-USD"), limit: 1) == nil)
  }

  @Test mutating func `whoever follows the changes of a book has the book`() throws {
    scene = try Scene()
    var random = RandomEntries(seed: 99)
    var (sequence, sides): (UInt64, [OrderSide: [Pips: BookLevel]]) = (0, [.buy: [:], .sell: [:]])
    for _ in 0..<4_000 {
      let (action, actor) = random.next(scene.nonce, scene.exchange.sequence)
      for case .book(let change) in scene.apply(action, by: actor).events where change.market == Scene.market {
        sequence += 1
        #expect(change.bookSequence == sequence)
        sides[change.side]?[change.level.price] = change.level.orders == 0 ? nil : change.level
      }
    }
    let book = try #require(scene.exchange.book(of: Scene.market, limit: .max))
    #expect(sequence > 500)
    #expect(book.bookSequence == sequence)
    #expect(Set(book.bids) == sides[.buy].map { Set($0.values) })
    #expect(Set(book.asks) == sides[.sell].map { Set($0.values) })
  }

  @Test mutating func `statistics cover 24 hours, and candles their minutes`() throws {
    scene.wait(milliseconds: 60_000)
    scene.market(.sell, "1.00000000", bob)
    let day = try #require(scene.exchange.statistics(of: Scene.market, at: scene.exchange.time))
    #expect(
      [day.open, day.high, day.low, day.close].map { $0?.description } == [
        "101.00000000", "101.00000000", "99.00000000", "99.00000000",
      ])
    #expect(day.trades == 2)
    #expect(day.baseVolume.description == "3.00000000")
    #expect(day.quoteVolume.description == "301.00000000")
    #expect(day.percentChange?.description == "-0.01980198")
    #expect(day.openInterest.description == "3.00000000")
    #expect(
      scene.exchange.candles(in: Scene.market, minutes: 1, page: HistoryPage()).map(\.close.description) == [
        "101.00000000", "99.00000000",
      ])
    #expect(scene.exchange.candles(in: Scene.market, minutes: 0, page: HistoryPage()).isEmpty)
    #expect(scene.exchange.trades(in: Scene.market, page: HistoryPage()).map(\.tradeSequence) == [1, 2])
    let later = scene.exchange.time.adding(milliseconds: 2 * Timestamp.millisecondsPerDay)
    #expect(scene.exchange.statistics(of: Scene.market, at: later)?.trades == 0)
    #expect(scene.exchange.statistics(of: Scene.market, at: later)?.close == pips("99.00000000"))
  }

  @Test mutating func `of fills the last are remembered, oldest first`() {
    for number in 0..<(ExchangeLimits.fillsPerWalletMaximum + 5) {
      let side: OrderSide = number % 2 == 0 ? .sell : .buy
      scene.limit(side, "0.01000000", at: "100.00000000", bob)
      scene.limit(side.opposite, "0.01000000", at: "100.00000000", alice)
    }
    let fills = scene.exchange.fills(of: alice, page: HistoryPage(limit: 1_000))
    #expect(fills.count == ExchangeLimits.fillsPerWalletMaximum)
    #expect(fills.map(\.number) == fills.map(\.number).sorted())
  }

  @Test func `the standard configuration has three markets`() throws {
    #expect(MarketConfiguration.standard.map(\.market.text) == ["BTC-USD", "ETH-USD", "SOL-USD"])
    #expect(MarketConfiguration.standard.map(\.baseAsset) == ["BTC", "ETH", "SOL"])
  }
}

@Suite("Markets have a configuration that fits together")
struct ConfigurationTests {
  @Test func `a larger position needs more margin, by steps that have begun`() {
    let schedule = MarginSchedule(
      initialFraction: pips("0.05000000"), maintenanceFraction: pips("0.03000000"),
      basePositionSize: pips("10.00000000"), incrementalPositionSize: pips("5.00000000"),
      incrementalInitialFraction: pips("0.01000000"))
    let fractions = [1_000_000_000, 1_000_000_001, 1_500_000_000, 1_500_000_001, Int128(Int64.max)].map {
      schedule.initialFraction(ofSize: $0, override: nil)
    }
    #expect(fractions == [5_000_000, 6_000_000, 6_000_000, 7_000_000, 100_000_000])
    #expect(schedule.initialFraction(ofSize: 1_000_000_001, override: 20_000_000) == 20_000_000)
  }

  @Test func `two markets of one name, or none, are no exchange`() {
    let market = Scene.configuration(Scene.market)
    #expect(throws: ExchangeConfigurationError.repeatedMarket) {
      try ExchangeConfiguration(markets: [market, market], indexPricePublisher: alice)
    }
    #expect(throws: ExchangeConfigurationError.noMarkets) {
      try ExchangeConfiguration(markets: [], indexPricePublisher: alice)
    }
  }

  @Test(arguments: [
    (Int128(1), "0.00000001"), (-1, "-0.00000001"), (-123_456_789, "-1.23456789"), (0, "0.00000000"),
    (.max, "1701411834604692317316873037158.84105727"), (.min, "-1701411834604692317316873037158.84105728"),
  ])
  func `an amount is written with eight digits after the point`(_ count: Int128, _ text: String) {
    #expect(Amount(pips: count).description == text)
  }

  @Test(arguments: [
    (Int128(100), UInt64(1), UInt64(3), Int128(33)), (-100, 1, 3, -33), (-100, 3, 3, -100), (.max, 1, 2, .max / 2),
    (
      .max - 1, 4_611_686_018_427_387_904, 9_223_372_036_854_775_807, 85_070_591_730_234_615_875_067_023_894_796_828_672
    ),
  ])
  func `a share is rounded towards zero, whatever its size`(
    _ amount: Int128, _ part: UInt64, _ whole: UInt64, _ share: Int128
  ) {
    #expect(PipArithmetic.share(of: amount, part, of: whole) == share)
  }
}
