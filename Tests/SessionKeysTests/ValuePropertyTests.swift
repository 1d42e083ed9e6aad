import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@Suite("Values are exact, and limits hold over any sequence of orders")
struct ValuePropertyTests {
  /// ⌈left × right ÷ 10⁸⌉ in 128-bit numbers: by another route than the rules, which divide a double-width product.
  private func roundedUp(_ left: UInt64, _ right: UInt64) -> UInt128 {
    (UInt128(left) * UInt128(right) + 99_999_999) / 100_000_000
  }

  private func pips(upTo bits: Int, using generator: inout SeededGenerator) throws -> Pips {
    try #require(Pips(count: UInt64.random(in: 1...(1 << UInt64(bits)) - 1, using: &generator)))
  }

  @Test("an order is worth its quantity times its price, rounded up", arguments: 0..<200 as Range<UInt64>)
  func valueIsExact(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var world = try World()
    let quantity = try pips(upTo: Int.random(in: 1...63, using: &generator), using: &generator)
    let price = try pips(upTo: Int.random(in: 1...63, using: &generator), using: &generator)
    let index = try pips(upTo: Int.random(in: 1...60, using: &generator), using: &generator)
    let deviation = try pips(upTo: Int.random(in: 1...30, using: &generator), using: &generator)
    world.facts.indexPrices = [try .eth: index]
    let scope = try SessionKeyScope(permission: .trade, maximumOrderValue: .maximum, maximumPriceDeviation: deviation)
    world.register(
      world.key,
      scope: seed % 2 == 0
        ? scope
        : try SessionKeyScope(
          permission: .trade, maximumOrderValue: .maximum))
    let terms: OrderTerms = seed % 2 == 0 ? .stopLossMarket(.last(price)) : .limit(price: price)

    let factor = Pips.one.count + deviation.count
    let reference = seed % 2 == 0 ? roundedUp(max(price, index).count, factor) : UInt128(price.count)
    let value = UInt64(exactly: reference).map { roundedUp(quantity.count, $0) }
    let order = try world.orderRequest(quantity: quantity.description, terms: terms)
    if let value, value <= UInt128(Pips.maximum.count), reference <= UInt128(Pips.maximum.count) {
      #expect(try world.judge(order).judgement.orderValue.map { UInt128($0.count) } == value)
    } else {
      #expect(world.refusal(of: order) == .orderValueExceeded(maximum: .maximum))
    }
  }

  @Test("admitted orders of a UTC day never exceed the key's limit", arguments: 0..<6 as Range<UInt64>)
  func dailyLimitHolds(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var world = try World()
    let limit = try Pips("10000.00000000")
    world.register(world.key, scope: try SessionKeyScope(permission: .trade, maximumDailyValue: limit))
    var spent: [UInt64: UInt128] = [:]
    var refusals = 0
    for step in 0..<60 as Range<UInt64> {
      world.facts.now = world.facts.now.later(by: UInt64.random(in: 1...7_200_000, using: &generator))
      let quantity = try pips(upTo: 28, using: &generator)
      let price = try #require(Pips(count: UInt64.random(in: 1...400_000_000_000, using: &generator)))
      let isMarket = Bool.random(using: &generator)
      let order = try world.orderRequest(
        nonce: .at(world.facts.now, node: step), quantity: quantity.description,
        terms: isMarket ? .market : .limit(price: price))
      let value = roundedUp(quantity.count, isMarket ? 200_000_000_000 : price.count)
      let day = world.facts.now.milliseconds / 86_400_000
      let sum = spent[day, default: 0] + value
      if world.refusal(of: order) == nil {
        world.facts.carryOut(try world.judge(order))
        spent[day] = sum
      } else {
        refusals += 1
        #expect(sum > UInt128(limit.count))
      }
      #expect(spent[day, default: 0] <= UInt128(limit.count))
    }
    #expect(refusals > 0 && refusals < 60)
    #expect(spent.count > 1)
  }
}
