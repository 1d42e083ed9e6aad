import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@Suite("A request that was changed after it was signed is refused")
struct TamperingTests {
  /// The signer of the request: the wallet, or a key that is known by its public key or by its address alone.
  enum Role: CaseIterable {
    case wallet
    case key
    case keyKnownByAddress
    case p256Key
  }

  private func signed(_ role: Role) throws -> (world: World, request: SignedRequest) {
    var world = try World()
    let order: SignedRequest
    switch role {
    case .wallet: order = try world.request(.trade(.order(world.order(naming: nil))), by: world.wallet)
    case .key: order = try world.orderRequest()
    case .keyKnownByAddress:
      try world.registerByAddress(world.newKey)
      order = try world.orderRequest(by: world.newKey)
    case .p256Key: order = try world.orderRequest(by: world.p256Key)
    }
    #expect(world.refusal(of: order) == nil)
    return (world, order)
  }

  @Test("any single bit of the signature that is flipped", arguments: Role.allCases)
  func flippedBit(role: Role) throws {
    let (world, request) = try signed(role)
    for bit in 0..<(request.signature.bytes.count * 8) {
      var bytes = request.signature.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let signature = try? KeySignature(bytes) else { continue }
      let tampered = SignedRequest(action: request.action, signature: signature)
      #expect(world.refusal(of: tampered) == .invalidSignature, "bit \(bit)")
    }
  }

  @Test("v replaced by the other one", arguments: [Role.wallet, .key, .keyKnownByAddress])
  func otherRecoveryID(role: Role) throws {
    let (world, request) = try signed(role)
    var bytes = request.signature.bytes
    bytes[64] = 27 + 28 - bytes[64]
    let tampered = SignedRequest(action: request.action, signature: try KeySignature(bytes))
    #expect(world.refusal(of: tampered) == .invalidSignature)
  }

  @Test("any member of an order that is replaced", arguments: Role.allCases)
  func changedOrder(role: Role) throws {
    let (world, request) = try signed(role)
    guard case .trade(.order(let order)) = request.action else { return }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<4 {
      for (name, changed) in try order.changes(using: &generator) where changed != order {
        let tampered = SignedRequest(action: .trade(.order(changed)), signature: request.signature)
        let kind = world.refusal(of: tampered).map(RefusalKind.init)
        // A P-256 signature does not tell whose it is: that of a key that nobody registered is not looked at.
        let isUnknown = role == .p256Key && name == "delegatedKey" && kind == .sessionKeyUnknown
        #expect(kind == .invalidSignature || kind == .invalidOrderTerms || isUnknown, "\(name)")
      }
    }
  }

  @Test("an action of the wallet that stands in another's place")
  func exchangedActions() throws {
    let world = try World()
    let actions = try world.walletActions() + [("revokeSessionKey", world.revocation(of: world.key.address))]
    for (name, action) in actions {
      let signature = try world.wallet.sign(action, in: world.domain)
      for (otherName, other) in actions where other.digest(in: world.domain) != action.digest(in: world.domain) {
        let tampered = SignedRequest(action: other, signature: signature)
        #expect(world.refusal(of: tampered) == .invalidSignature, "\(name) as \(otherName)")
      }
    }
  }

  @Test("an action with another nonce, as every action has one")
  func changedNonce() throws {
    let world = try World()
    let later = Nonce.at(World.noon, ticks: 1)
    let wallets = try zip(world.walletActions(), world.walletActions(nonce: later))
    for ((name, action), (_, changed)) in wallets {
      let tampered = SignedRequest(action: changed, signature: try world.wallet.sign(action, in: world.domain))
      #expect(world.refusal(of: tampered) == .invalidSignature, "\(name)")
    }
    let keys = try zip(world.tradingActions(naming: world.key), world.tradingActions(nonce: later, naming: world.key))
    for ((name, action), (_, changed)) in keys {
      let signature = try world.key.sign(.trade(action), in: world.domain)
      let tampered = SignedRequest(action: .trade(changed), signature: signature)
      #expect(world.refusal(of: tampered) == .invalidSignature, "\(name)")
    }
  }
}

extension Order {
  /// Copies of the order that differ in one member each, except where a random value happens to be the same.
  fileprivate func changes(using generator: inout SeededGenerator) throws -> [(name: String, order: Order)] {
    let number = try #require(Pips(count: UInt64.random(in: 1...UInt64(Int64.max), using: &generator)))
    let address = Address(lastBytesOf: Bytes32(bigEndian: 0, 0, generator.next(), generator.next()))
    let random = UInt128(generator.next()) << 64 | UInt128(generator.next())
    return [
      ("nonce", with(nonce: .at(World.noon, ticks: 1, node: generator.next()))), ("wallet", with(wallet: address)),
      ("market", with(market: try .btc)), ("type", with(type: .market)), ("side", with(side: .sell)),
      ("quantity", with(quantity: number)), ("limitPrice", with(limitPrice: number)),
      ("triggerPrice", with(triggerPrice: number)), ("triggerType", with(triggerType: .last)),
      ("callbackRate", with(callbackRate: number)), ("conditionalOrderID", with(conditionalOrderID: random)),
      ("isReduceOnly", with(isReduceOnly: true)), ("timeInForce", with(timeInForce: .gtx)),
      ("selfTradePrevention", with(selfTradePrevention: .cb)), ("isLiquidation", with(isLiquidation: true)),
      ("delegatedKey", with(delegatedKey: address)), ("clientOrderID", with(clientOrderID: try ClientOrderID("x"))),
    ]
  }

  private func with(
    nonce: Nonce? = nil, wallet: Address? = nil, market: MarketSymbol? = nil, type: OrderType? = nil,
    side: OrderSide? = nil, quantity: Pips? = nil, limitPrice: Pips? = nil, triggerPrice: Pips? = nil,
    triggerType: TriggerType? = nil, callbackRate: Pips? = nil, conditionalOrderID: UInt128? = nil,
    isReduceOnly: Bool? = nil, timeInForce: TimeInForce? = nil, selfTradePrevention: SelfTradePrevention? = nil,
    isLiquidation: Bool? = nil, delegatedKey: Address? = nil, clientOrderID: ClientOrderID? = nil
  ) -> Order {
    Order(
      unchecked: nonce ?? self.nonce, wallet: wallet ?? self.wallet, market: market ?? self.market,
      type: type ?? self.type, side: side ?? self.side, quantity: quantity ?? self.quantity,
      limitPrice: limitPrice ?? self.limitPrice, triggerPrice: triggerPrice ?? self.triggerPrice,
      triggerType: triggerType ?? self.triggerType, callbackRate: callbackRate ?? self.callbackRate,
      conditionalOrderID: conditionalOrderID ?? self.conditionalOrderID,
      isReduceOnly: isReduceOnly ?? self.isReduceOnly, timeInForce: timeInForce ?? self.timeInForce,
      selfTradePrevention: selfTradePrevention ?? self.selfTradePrevention,
      isLiquidationAcquisitionOnly: isLiquidation ?? isLiquidationAcquisitionOnly,
      delegatedKey: delegatedKey ?? self.delegatedKey, clientOrderID: clientOrderID ?? self.clientOrderID)
  }
}
