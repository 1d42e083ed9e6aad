import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@Suite("A session key lives once")
struct LifeOfAKeyTests {
  @Test("each form of revocation ends session keys, and nothing else does")
  func whatEndsKeys() throws {
    let world = try World()
    let others = try world.tradingActions(naming: world.key).map {
      (name: $0.name, action: RequestedAction.trade($0.action))
    }
    let actions =
      try world.walletActions() + others + [(name: "revokeSessionKey", action: world.revocation(of: world.key.address))]
    #expect(
      Set(actions.filter(\.action.endsSessionKeys).map(\.name))
        == ["revokeDelegatedKey", "revokeAllSessionKeys", "revokeSessionKey"])
  }

  @Test("a key is authorised, trades, revokes itself and never comes back", arguments: [false, true])
  func life(isP256: Bool) throws {
    var world = try World()
    let key = isP256 ? world.newP256Key : world.newKey
    #expect(world.refusal(of: try world.orderRequest(nonce: .at(World.noon, ticks: 2), by: key)) == .sessionKeyUnknown)

    let authorization = try world.request(world.enrollment(of: key), by: world.wallet)
    world.facts.carryOut(try world.judge(authorization))
    let order = try world.orderRequest(nonce: .at(World.noon, ticks: 2), by: key)
    world.facts.carryOut(try world.judge(order))
    #expect(world.refusal(of: order) == .nonceAlreadyUsed)

    let end = world.revocation(of: key.address, nonce: .at(World.noon, ticks: 3))
    world.facts.carryOut(try world.judge(world.request(end, by: key)))
    let late = try world.orderRequest(nonce: .at(World.noon, ticks: 4), by: key)
    #expect(world.refusal(of: late) == .sessionKeyRevoked)
    #expect(world.refusal(of: authorization) == .sessionKeyRevoked)
  }

  @Test("after a revocation of all keys none acts, and a new one can be authorised")
  func revocationOfAll() throws {
    var world = try World()
    let all = AllSessionKeysRevocation(nonce: World.now, wallet: world.wallet.address, openOrders: .cancel)
    let withheld = try world.request(world.enrollment(of: world.newKey, nonce: .at(World.noon)), by: world.wallet)
    world.facts.carryOut(try world.judge(world.request(.revokeAllSessionKeys(all), by: world.wallet)))

    let later = Nonce.at(World.noon, ticks: 1)
    for key in [world.key, world.p256Key] {
      #expect(world.refusal(of: try world.orderRequest(nonce: later, by: key)) == .sessionKeyRevoked)
    }
    #expect(world.refusal(of: withheld) == .authorizationRevokedInAdvance)
    let next = try world.request(world.enrollment(of: world.newP256Key, nonce: later), by: world.wallet)
    #expect(world.refusal(of: next) == nil)
  }
}
