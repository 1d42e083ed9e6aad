import PerpsProtocol
import Testing

@testable import SandboxExchange

@Suite("An index price looks at no more wallets than it must")
struct HoldersTests {
  @Test func `within its band a position costs no more than it may, and the band is not needlessly narrow`() {
    var generator = SeededGenerator(seed: 3)
    let schedule = MarginSchedule(initialFraction: pips("0.10000000"), maintenanceFraction: pips("0.05000000"))
    for _ in 0..<5_000 {
      var position = PositionState()
      position.quantity = .random(in: -2_000_000_000...2_000_000_000, using: &generator)
      position.basis = .random(in: -1_000_000_000_000...1_000_000_000_000, using: &generator)
      let price = Int64.random(in: 1...10_000_000_000_000, using: &generator)
      let loss = Int128.random(in: 0...1_000_000_000_000, using: &generator)
      func excess(at price: Int64) -> Int128 {
        let margin = position.margin(under: MarginTerms(indexPrice: price, schedule: schedule))
        return margin.unrealized - margin.maintenance
      }
      let band = position.band(losingAtMost: loss, under: MarginTerms(indexPrice: price, schedule: schedule))
      #expect(band.contains(price))
      for edge in [max(band.low, 1), min(band.high, 20_000_000_000_000)] {
        #expect(excess(at: price) - excess(at: edge) <= loss)
      }
      guard position.quantity.magnitude > 1_000_000, loss > 1_000_000 else { continue }
      let edge = position.quantity > 0 ? band.low : band.high
      if edge > 0 { #expect(excess(at: price) - excess(at: edge) >= loss * 9 / 10) }
    }
  }

  @Test func `only holders outside of their bands are doubtful, in the order of their accounts`() {
    var holders = Holders()
    for account in [5, 2, 9] { holders.set(account, holds: true) }
    #expect(holders.doubtful(at: 100) == [2, 5, 9])
    holders.remember(PriceBand(low: 90, high: 110), of: 5)
    holders.remember(PriceBand(low: 90, high: 110), of: 7)
    #expect(holders.doubtful(at: 90) == [2, 9])
    #expect(holders.doubtful(at: 111) == [2, 5, 9])
    holders.set(5, holds: false)
    #expect(holders.accounts == [2, 9])
    #expect(holders.doubtful(at: 100) == [2, 9])
  }

  @Test func `what a band said holds no more when its wallet has paid something out`() throws {
    var scene = try Scene()
    let (alice, bob) = (wallet(1), wallet(2))
    for wallet in [alice, bob] { scene.deposit("1000.00000000", wallet) }
    scene.limit(.sell, "50.00000000", at: "100.00000000", bob)
    scene.limit(.buy, "50.00000000", at: "100.00000000", alice)
    scene.index("99.99000000")
    // 1,000 less the fee: the maintenance margin of 250 is left down to about 84.
    #expect(scene.exchange.markets[0].holders.doubtful(at: 9_000_000_000).isEmpty)
    #expect(try scene.withdraw("450.00000000", alice).refusal == nil)
    #expect(scene.exchange.markets[0].holders.doubtful(at: 9_000_000_000).contains(1))
    scene.index("90.00000000")
    #expect(scene.exchange.positions(of: alice).isEmpty)
    #expect(scene.exchange.violations == [])
  }
}
