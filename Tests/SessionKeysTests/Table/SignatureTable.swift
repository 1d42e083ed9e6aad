import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import TypedData

/// Who signed, where the wallet and a session key may trade.
enum SignatureTable {
  static let all = terms + signatures + strangers

  static let terms: [RefusalCase] = OrderTermsError.allCases.map { error in
    .refused(.invalidOrderTerms(error), "an order is refused for \(error)") { world in
      try world.request(.trade(.order(world.contradictoryOrder(error))), by: world.key)
    }
  }

  static let signatures: [RefusalCase] = [
    .refused(.invalidSignature, "an order that names a key is refused when the wallet signs it") { world in
      try world.request(.trade(.order(world.order(naming: world.key))), by: world.wallet)
    },
    .refused(.invalidSignature, "an order that names no key is refused when a key signs it") { world in
      try world.request(.trade(.order(world.order(naming: nil))), by: world.key)
    },
    .refused(.invalidSignature, "an order that names no key is refused when a P-256 key signs it") { world in
      try world.request(.trade(.order(world.order(naming: nil))), by: world.p256Key)
    },
    .refused(.invalidSignature, "an order that names a key is refused when another of the wallet's signs it") { world in
      try world.request(.trade(.order(world.order(naming: world.p256Key))), by: world.key)
    },
    .refused(.invalidSignature, "an order of the wallet is refused when a stranger signs it") { world in
      try world.request(.trade(.order(world.order(naming: nil))), by: world.stranger)
    },
    .refused(.invalidSignature, "an order of a key is refused when a stranger signs it") { world in
      try world.request(.trade(.order(world.order(naming: world.key))), by: world.stranger)
    },
    .refused(.invalidSignature, "an order signed for another chain is refused") { world in
      try world.foreignOrder(.katanaPerps(.sandbox, chainID: 1, contract: World.contract))
    },
    .refused(.invalidSignature, "an order signed for another contract is refused") { world in
      try world.foreignOrder(.katanaPerps(.sandbox, chainID: 747_474, contract: .zero))
    },
    .refused(.invalidSignature, "an order signed for production is refused by the sandbox") { world in
      try world.foreignOrder(.katanaPerps(.production, chainID: 747_474, contract: World.contract))
    },
    .refused(.invalidSignature, "an order signed for the sandbox is refused by production") { world in
      let signed = try world.orderRequest()
      world.domain = .katanaPerps(.production, chainID: 747_474, contract: World.contract)
      return signed
    },
    .refused(.invalidSignature, "a P-256 key's order signed for production is refused by the sandbox") { world in
      try world.foreignOrder(.katanaPerps(.production, chainID: 747_474, contract: World.contract), by: world.p256Key)
    },
    .refused(.invalidSignature, "a withdrawal that the wallet signed for production is refused by the sandbox") {
      world in
      let associate = RequestedAction.associateWallet(WalletAssociation(nonce: World.now, wallet: world.wallet.address))
      let production = Domain.katanaPerps(.production, chainID: 747_474, contract: World.contract)
      return SignedRequest(action: associate, signature: try world.wallet.sign(associate, in: production))
    },
    .refused(.invalidSignature, "the signature of one order does not admit another") { world in
      let first = try world.orderRequest()
      let second = try world.orderRequest(quantity: "2.00000000")
      return SignedRequest(action: second.action, signature: first.signature)
    },
    .refused(.invalidSignature, "an authorisation's signature does not revoke the same key") { world in
      let authorization = try world.request(world.enrollment(of: world.newKey), by: world.wallet)
      return SignedRequest(action: world.revocation(of: world.key.address), signature: authorization.signature)
    },
  ]

  static let strangers: [RefusalCase] = [
    .refused(.sessionKeyUnknown, "an order of a key that was never registered is refused") { world in
      try world.orderRequest(by: world.newKey)
    },
    .refused(.sessionKeyUnknown, "an order of a P-256 key that was never registered is refused") { world in
      try world.orderRequest(by: world.newP256Key)
    },
    .refused(.sessionKeyUnknown, "an order in which the wallet names itself as its key is refused") { world in
      try world.orderRequest(by: world.wallet)
    },
    .refused(.invalidSignature, "an order of an unknown key is refused for its signature when another signs") { world in
      try world.request(.trade(.order(world.order(naming: world.newKey))), by: world.stranger)
    },
    .refused(.sessionKeyOfAnotherWallet, "an order of another wallet's key is refused") { world in
      try world.orderRequest(by: world.strangersKey)
    },
    .refused(.sessionKeyOfAnotherWallet, "an order of another wallet's P-256 key is refused") { world in
      world.register(world.newP256Key, wallet: world.stranger)
      return try world.orderRequest(by: world.newP256Key)
    },
  ]
}

extension World {
  /// An order by a key, signed for another domain than this world's.
  func foreignOrder(_ domain: Domain, by key: Signer? = nil) throws -> SignedRequest {
    let key = key ?? self.key
    let action = RequestedAction.trade(.order(try order(naming: key)))
    return SignedRequest(action: action, signature: try key.sign(action, in: domain))
  }

  /// An order that contradicts itself in one way, as only somebody else's program writes it.
  func contradictoryOrder(_ error: OrderTermsError) throws -> Order {
    let (zero, price) = (Pips.zero, try Pips("2000.00000000"))
    return switch error {
    case .zeroQuantity: try order(.limit, quantity: zero, limitPrice: price)
    case .missingPrice: try order(.limit)
    case .unexpectedPrice: try order(.market, limitPrice: price)
    case .missingTrigger: try order(.stopLossMarket, triggerPrice: price)
    case .unexpectedTrigger: try order(.market, triggerPrice: price, triggerType: .index)
    case .missingCallbackRate: try order(.trailingStopMarket)
    case .unexpectedCallbackRate: try order(.market, callbackRate: .one)
    case .fillOrKillNeedsCancelNewest: try order(.market, timeInForce: .fok)
    }
  }

  func order(
    _ type: OrderType, quantity: Pips = .one, limitPrice: Pips = .zero, triggerPrice: Pips = .zero,
    triggerType: TriggerType = .none, callbackRate: Pips = .zero, timeInForce: TimeInForce = .gtc,
    selfTradePrevention: SelfTradePrevention = .dc
  ) throws -> Order {
    Order(
      unchecked: Self.now, wallet: wallet.address, market: try .eth, type: type, side: .buy, quantity: quantity,
      limitPrice: limitPrice, triggerPrice: triggerPrice, triggerType: triggerType, callbackRate: callbackRate,
      conditionalOrderID: 0, isReduceOnly: false, timeInForce: timeInForce, selfTradePrevention: selfTradePrevention,
      isLiquidationAcquisitionOnly: false, delegatedKey: key.address, clientOrderID: nil)
  }
}
