import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@Suite("An admitted request says who asked, and what the judgement used")
struct AdmissionTests {
  @Test("every trading action of a key of either curve is admitted, in the key's name", arguments: [false, true])
  func keyTrades(isP256: Bool) throws {
    let world = try World()
    let key = isP256 ? world.p256Key : world.key
    for (name, action) in try world.tradingActions(naming: key) {
      let admitted = try world.judge(world.request(.trade(action), by: key))
      #expect(admitted.action == .trade(action), "\(name)")
      #expect(admitted.actor == .sessionKey(try #require(world.facts.record(of: key.address))))
      #expect(admitted.request.signerPublicKey == key.publicKey)
      #expect(admitted.request.digest == action.digest(in: world.domain))
      #expect(admitted.registeredKey == nil)
    }
  }

  @Test("every trading action of the wallet is admitted, in the wallet's name")
  func walletTrades() throws {
    let world = try World()
    for (name, action) in try world.tradingActions(naming: nil) {
      let admitted = try world.judge(world.request(.trade(action), by: world.wallet))
      #expect(admitted.actor == .wallet, "\(name)")
      #expect(admitted.request.signerPublicKey == world.wallet.publicKey)
      #expect(admitted.judgement.orderValue == nil)
    }
  }

  @Test("everything else of the wallet is admitted, in the wallet's name")
  func walletDecides() throws {
    let world = try World()
    for (name, action) in try world.walletActions() {
      let admitted = try world.judge(world.request(action, by: world.wallet))
      #expect(admitted.actor == .wallet, "\(name)")
      #expect(admitted.action == action)
      #expect(admitted.request.digest == action.digest(in: world.domain))
      #expect(admitted.judgement.now == World.noon)
    }
  }

  @Test("a key that is known by its address alone trades, and its public key becomes known")
  func keyKnownByAddressTrades() throws {
    var world = try World()
    try world.registerByAddress(world.key)
    let admitted = try world.judge(world.orderRequest())
    #expect(admitted.request.signerPublicKey == world.key.publicKey)
  }

  @Test("an authorisation registers the key with its bounds, consent's public key and label", arguments: [false, true])
  func authorizationRegisters(isP256: Bool) throws {
    let world = try World()
    let key = isP256 ? world.newP256Key : world.newKey
    let scope = try SessionKeyScope(
      permission: .reduceOnly, markets: [.eth], maximumOrderValue: .one, maximumPriceDeviation: .one)
    let label = try #require(SessionKeyName("my phone"))
    let expiresAt = World.noon.later(by: 86_400_000)
    let action = try world.enrollment(of: key, scope: scope, expiresAt: expiresAt)
    let admitted = try world.judge(world.request(action, by: world.wallet, label: label))
    #expect(
      admitted.registeredKey
        == SessionKeyRecord(
          address: key.address, wallet: world.wallet.address, publicKey: key.publicKey, scope: scope,
          authorizationNonce: World.now, expiresAt: expiresAt, name: label))
  }

  @Test("a delegation registers the key without limits, for 30 days from its nonce's millisecond")
  func delegationRegisters() throws {
    let world = try World()
    let nonce = Nonce.at(World.noon, ticks: 9_999)
    let admitted = try world.judge(
      world.request(world.delegation(of: world.newKey.address, nonce: nonce), by: world.wallet))
    #expect(
      admitted.registeredKey
        == SessionKeyRecord(
          address: world.newKey.address, wallet: world.wallet.address, publicKey: nil, scope: .unlimited,
          authorizationNonce: nonce, expiresAt: World.noon.later(by: 2_592_000_000), name: nil))
  }

  @Test("the judgement of a key without limits uses no fact but the clock")
  func judgementWithoutLimits() throws {
    let admitted = try World().judge(World().orderRequest())
    #expect(admitted.judgement.now == World.noon)
    #expect(admitted.judgement.indexPrice == nil)
    #expect(admitted.judgement.orderValue == nil)
    #expect(admitted.judgement.valueUsedBefore == nil)
  }

  @Test("the judgement of a key with limits keeps the index price, the order's value and the day's value so far")
  func judgementWithLimits() throws {
    var world = try World()
    let scope = try SessionKeyScope(
      permission: .trade, maximumDailyValue: Pips("9000.00000000"), maximumPriceDeviation: Pips("0.05000000"))
    world.register(world.key, scope: scope)
    world.facts.values[.init(sessionKey: world.key.address, day: World.noon.day)] = try Pips("30.00000000")
    let judgement = try world.judge(world.orderRequest(quantity: "1.50000000", terms: .market)).judgement
    #expect(judgement.indexPrice == (try Pips("2000.00000000")))
    #expect(judgement.orderValue == (try Pips("3150.00000000")))
    #expect(judgement.valueUsedBefore == (try Pips("30.00000000")))
  }

  @Test("the same facts give the same judgement again")
  func judgementIsRepeatable() throws {
    let world = try World()
    let request = try world.orderRequest()
    #expect(try world.judge(request) == world.judge(request))
  }
}
