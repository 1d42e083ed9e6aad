import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// What a key may do, and where.
enum ScopeTable {
  static let all = permissions + otherMarkets + noMarket + markets

  /// Which trading actions each permission covers; `reduceOnlyOrder` is an order that is marked so.
  private static let covered: [(Permission, Set<String>)] = [
    (.trade, cancellations.union(["order", "reduceOnlyOrder", "setInitialMarginFraction"])),
    (.reduceOnly, cancellations.union(["reduceOnlyOrder"])),
    (.cancelOnly, cancellations),
  ]
  private static let cancellations: Set = [
    "cancelByOrderID", "cancelByDelegatedKey", "cancelByMarketSymbol", "cancelByWallet",
  ]

  static let permissions: [RefusalCase] = covered.flatMap { permission, allowed -> [RefusalCase] in
    (cancellations.sorted() + ["setInitialMarginFraction", "order", "reduceOnlyOrder"]).map { name in
      let isAllowed = allowed.contains(name)
      let sentence = "a key with permission \(permission.wireName) may \(isAllowed ? "" : "not ")sign \(name)"
      let arrange: @Sendable (inout World) throws -> SignedRequest = { world in
        world.register(world.key, scope: try SessionKeyScope(permission: permission))
        return try world.request(.trade(world.action(name)), by: world.key)
      }
      return isAllowed ? .admitted(sentence, arrange) : .refused(.permissionExceeded(permission), sentence, arrange)
    }
  }

  static let otherMarkets: [RefusalCase] =
    ["order", "cancelByMarketSymbol", "setInitialMarginFraction"].map { name in
      .refused(
        "\(name) in a market that is not the key's is refused", by: { _ in .marketNotPermitted(try .eth) },
        { world in
          world.register(world.key, scope: try SessionKeyScope(permission: .trade, markets: [.btc]))
          return try world.request(.trade(world.tradingAction(name, naming: world.key)), by: world.key)
        })
    }

  static let noMarket: [RefusalCase] =
    ["cancelByOrderID", "cancelByDelegatedKey", "cancelByWallet"].map { name in
      .admitted("\(name), which names no market, is admitted of a key with markets") { world in
        world.register(world.key, scope: try SessionKeyScope(permission: .trade, markets: [.btc]))
        return try world.request(.trade(world.tradingAction(name, naming: world.key)), by: world.key)
      }
    }

  static let markets: [RefusalCase] = [
    .admitted("an order in one of the key's markets is admitted") { world in
      world.register(world.key, scope: try SessionKeyScope(permission: .trade, markets: [.btc, .eth]))
      return try world.orderRequest()
    },
    .refused(
      "a market's name in other letters is another market",
      by: { _ in .marketNotPermitted(try MarketSymbol("eth-usd")) },
      { world in
        world.register(world.key, scope: try SessionKeyScope(permission: .trade, markets: [.eth]))
        return try world.orderRequest(market: MarketSymbol("eth-usd"))
      }),
  ]
}

extension World {
  fileprivate func action(_ name: String) throws -> TradingAction {
    guard name == "reduceOnlyOrder" else { return try tradingAction(name, naming: key) }
    return .order(try order(naming: key, isReduceOnly: true))
  }
}
