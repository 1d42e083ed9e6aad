import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// What a key's orders may be worth: the limit itself, one pip below it and one beyond.
enum LimitTable {
  static let all = orderValue + dailyValue + missingIndexPrice

  static let orderValue: [RefusalCase] = [
    limited(order: "2000.00000000", "an order worth exactly the key's maximum is admitted"),
    limited(order: "1999.99999999", "an order worth one pip more than the key's maximum is refused", isRefused: true),
    limited(
      order: "0.00000001", "a value of less than a pip counts as a pip", quantity: "0.00000001", price: "0.00000001"),
    limited(order: "0.00000000", "a maximum of zero takes nothing", isRefused: true, quantity: "0.00000001"),
    limited(
      order: "92233720368.54775807", "a value over every number is over every maximum", isRefused: true,
      quantity: "92233720368.54775807", price: "2.00000000"),
    limited(order: "2000.00000000", "a market order counts with the index price", terms: .market),
    limited(
      order: "1999.99999999", "a market order over the maximum by the index price is refused", isRefused: true,
      terms: .market),
    limited(
      order: "2100.00000000", "a market order counts with the index price plus the deviation", deviation: "0.05000000",
      terms: .market),
    limited(
      order: "2099.99999999", "a market order over the maximum by the deviation is refused", isRefused: true,
      deviation: "0.05000000", terms: .market),
    limited(
      order: "2500.00000000", "a stop above the index price counts with its trigger", trigger: "2500.00000000"),
    limited(
      order: "2499.99999999", "a stop over the maximum by its trigger is refused", isRefused: true,
      trigger: "2500.00000000"),
    limited(
      order: "2000.00000000", "a stop below the index price counts with the index price", trigger: "1500.00000000"),
    limited(
      order: "1999.99999999", "a stop over the maximum by the index price is refused", isRefused: true,
      trigger: "1500.00000000"),
    limited(
      order: "2625.00000000", "a stop counts with its trigger plus the deviation", deviation: "0.05000000",
      trigger: "2500.00000000"),
    limited(
      order: "2624.99999999", "a stop over the maximum by the deviation from its trigger is refused", isRefused: true,
      deviation: "0.05000000", trigger: "2500.00000000"),
  ]

  /// An order of 1 ETH at 2,000, or as said, under a key with a maximum for one order.
  private static func limited(
    order maximum: String, _ sentence: String, isRefused: Bool = false, deviation: String? = nil,
    quantity: String = "1.00000000", price: String = "2000.00000000", terms: OrderTerms? = nil, trigger: String? = nil
  ) -> RefusalCase {
    let arrange: @Sendable (inout World) throws -> SignedRequest = { world in
      let scope = try SessionKeyScope(
        permission: .trade, maximumOrderValue: Pips(maximum), maximumPriceDeviation: deviation.map { try Pips($0) })
      world.register(world.key, scope: scope)
      let stop = try trigger.map { OrderTerms.stopLossMarket(.index(try Pips($0))) }
      return try world.orderRequest(quantity: quantity, terms: terms ?? stop ?? .limit(price: Pips(price)))
    }
    guard isRefused else { return .admitted(sentence, arrange) }
    return .refused(sentence, by: { _ in .orderValueExceeded(maximum: try Pips(maximum)) }, arrange)
  }

  static let dailyValue: [RefusalCase] = [
    daily(used: "3000.00000000", "an order that reaches the day's maximum exactly is admitted"),
    daily(used: "3000.00000001", "an order one pip over the day's maximum is refused", isRefused: true),
    daily(used: "92233720368.54775807", "a sum over every number is over the day's maximum", isRefused: true),
    daily(
      used: "5000.00000000", "the last millisecond of a day has what the day has used", isRefused: true,
      at: midnight.earlier(by: 1)),
    daily(used: "5000.00000000", "the first millisecond of a new UTC day begins anew", at: midnight),
    .admitted("what another key has used does not count") { world in
      world.register(
        world.key, scope: try SessionKeyScope(permission: .trade, maximumDailyValue: Pips("2000.00000000")))
      world.facts.values[.init(sessionKey: world.p256Key.address, day: World.noon.day)] = .maximum
      return try world.orderRequest()
    },
    .admitted("a cancellation is admitted when the day's value is used up") { world in
      world.register(
        world.key, scope: try SessionKeyScope(permission: .trade, maximumDailyValue: Pips("2000.00000000")))
      world.facts.values[.init(sessionKey: world.key.address, day: World.noon.day)] = .maximum
      return try world.request(.trade(world.tradingAction("cancelByWallet", naming: world.key)), by: world.key)
    },
    .admitted("limits of the key do not concern the wallet") { world in
      world.register(world.key, scope: try SessionKeyScope(permission: .cancelOnly, maximumOrderValue: .zero))
      return try world.request(.trade(.order(world.order(naming: nil))), by: world.wallet)
    },
  ]

  /// 2 March 2026, 00:00 UTC.
  private static let midnight = World.noon.later(by: 12 * 3_600_000)

  /// An order worth 2,000 under a key that may trade 5,000 a day and has used some of 1 March.
  private static func daily(
    used: String, _ sentence: String, isRefused: Bool = false, at now: Timestamp = World.noon
  ) -> RefusalCase {
    let arrange: @Sendable (inout World) throws -> SignedRequest = { world in
      world.register(
        world.key, scope: try SessionKeyScope(permission: .trade, maximumDailyValue: Pips("5000.00000000")))
      world.facts.values[.init(sessionKey: world.key.address, day: World.noon.day)] = try Pips(used)
      world.facts.now = now
      return try world.orderRequest(nonce: .at(now))
    }
    guard isRefused else { return .admitted(sentence, arrange) }
    return .refused(
      sentence, by: { _ in .dailyValueExceeded(maximum: try Pips("5000.00000000"), used: try Pips(used)) }, arrange)
  }

  static let missingIndexPrice: [RefusalCase] = [
    .refused(
      "a market order of a key with a maximum for one order needs an index price",
      by: { _ in .indexPriceUnavailable(try .eth) },
      { try $0.orderWithoutIndexPrice(SessionKeyScope(permission: .trade, maximumOrderValue: .maximum), .market) }),
    .refused(
      "a market order of a key with a maximum for the day needs an index price",
      by: { _ in .indexPriceUnavailable(try .eth) },
      { try $0.orderWithoutIndexPrice(SessionKeyScope(permission: .trade, maximumDailyValue: .maximum), .market) }),
    .refused(
      "a market order of a key with a price deviation needs an index price",
      by: { _ in .indexPriceUnavailable(try .eth) },
      { try $0.orderWithoutIndexPrice(SessionKeyScope(permission: .trade, maximumPriceDeviation: .one), .market) }),
    .refused(
      "a limit order of a key with a price deviation needs an index price",
      by: { _ in .indexPriceUnavailable(try .eth) },
      { try $0.orderWithoutIndexPrice(SessionKeyScope(permission: .trade, maximumPriceDeviation: .one), nil) }),
    .admitted("a limit order of a key with limits on value needs no index price") {
      let scope = try SessionKeyScope(permission: .trade, maximumOrderValue: .maximum, maximumDailyValue: .maximum)
      return try $0.orderWithoutIndexPrice(scope, nil)
    },
    .admitted("a market order of a key without limits needs no index price") {
      try $0.orderWithoutIndexPrice(.unlimited, .market)
    },
  ]
}

extension World {
  fileprivate mutating func orderWithoutIndexPrice(
    _ scope: SessionKeyScope, _ terms: OrderTerms?
  ) throws -> SignedRequest {
    register(key, scope: scope)
    facts.indexPrices = [try .btc: .one]
    return try orderRequest(terms: terms)
  }
}
