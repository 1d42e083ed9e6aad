import PerpsProtocol
import Testing

@testable import SandboxMarketMaker

@Suite("The index price is a walk")
struct PriceWalkTests {
  private func walk(seed: UInt64, from price: Pips? = nil, tick: String = "0.10000000") throws -> PriceWalk {
    PriceWalk(
      from: price, anchor: try Pips("2000.00000000"), tickSize: try Pips(tick), generator: SeededGenerator(seed: seed))
  }

  @Test("it stays near its anchor, on the tick, and moves in short steps", arguments: 0..<10 as Range<UInt64>)
  func bounds(seed: UInt64) throws {
    var walk = try walk(seed: seed)
    var prices: Set<Pips> = []
    for _ in 0..<5_000 {
      let before = walk.price
      walk.advance()
      prices.insert(walk.price)
      let step = max(before, walk.price).subtracting(min(before, walk.price)) ?? .maximum
      #expect(step <= (try Pips("0.90000000")))
      #expect(try Pips("1900.00000000") <= walk.price)
      #expect(try walk.price <= Pips("2100.00000000"))
      #expect(walk.price.count % 10_000_000 == 0)
    }
    #expect(prices.count > 100)
  }

  @Test("the same seed makes the same walk, another one another")
  func seeds() throws {
    func prices(_ seed: UInt64) throws -> [Pips] {
      var walk = try walk(seed: seed)
      return (0..<50).map { _ in
        walk.advance()
        return walk.price
      }
    }
    #expect(try prices(1) == prices(1))
    #expect(try prices(1) != prices(2))
    #expect(SeededGenerator(seed: 1, name: "BTC-USD").first != SeededGenerator(seed: 1, name: "ETH-USD").first)
  }

  @Test("it goes on from where the price is, and comes back when that is too far")
  func start() throws {
    #expect(try walk(seed: 1, from: Pips("2050.00000000")).price == Pips("2050.00000000"))
    #expect(try walk(seed: 1, from: Pips("9000.00000000")).price == Pips("2100.00000000"))
    #expect(try walk(seed: 1).price == Pips("2000.00000000"))
  }
}

extension SeededGenerator {
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
