import EthereumPrimitives
import PerpsProtocol
import SessionKeys

extension TimeTable {
  static let replay: [RefusalCase] = [
    .refused(.nonceAlreadyUsed, "an order with a nonce that the wallet has used is refused") { world in
      world.use(World.now)
      return try world.orderRequest()
    },
    .refused(.nonceAlreadyUsed, "a withdrawal with a nonce that a key has used is refused") { world in
      world.facts.carryOut(try world.judge(world.orderRequest()))
      return try world.request(world.walletAction("withdraw"), by: world.wallet)
    },
    .refused(.nonceAlreadyUsed, "a delegation's nonce does not come back as its revocation's") { world in
      let delegation = try world.request(world.delegation(of: world.newKey.address), by: world.wallet)
      world.facts.carryOut(try world.judge(delegation))
      let revocation = world.delegationRevocation(of: world.newKey.address)
      return SignedRequest(action: revocation, signature: delegation.signature)
    },
    .refused(.nonceAlreadyUsed, "a revocation's nonce does not come back as a delegation's") { world in
      let message = world.delegationRevocation(of: world.newKey.address)
      world.use(World.now)
      let captured = try world.request(message, by: world.wallet)
      return SignedRequest(action: world.delegation(of: world.newKey.address), signature: captured.signature)
    },
    .refused(.nonceAlreadyUsed, "an authorisation's nonce does not come back as its revocation's") { world in
      world.facts.carryOut(try world.judge(world.request(world.enrollment(of: world.newKey), by: world.wallet)))
      return try world.request(world.revocation(of: world.newKey.address), by: world.wallet)
    },
    .refused(.nonceAlreadyUsed, "a revocation's nonce does not come back as an authorisation's") { world in
      world.facts.carryOut(try world.judge(world.request(world.revocation(of: world.key.address), by: world.wallet)))
      return try world.request(world.enrollment(of: world.newKey), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "a captured revocation does not authorise the key again") { world in
      let revocation = try world.request(world.delegationRevocation(of: world.key.address), by: world.wallet)
      world.facts.carryOut(try world.judge(revocation))
      return SignedRequest(action: world.delegation(of: world.key.address), signature: revocation.signature)
    },
    .refused(.sessionKeyAlreadyAuthorized, "a replayed authorisation is refused though its nonce is forgotten") {
      world in
      let authorization = try world.request(world.enrollment(of: world.newKey), by: world.wallet)
      world.facts.carryOut(try world.judge(authorization))
      world.facts.used = []
      return authorization
    },
    .admitted("a nonce that another wallet has used is admitted") { world in
      world.facts.used = [InMemoryFacts.UsedNonce(wallet: world.stranger.address, nonce: World.now)]
      return try world.orderRequest()
    },
    .admitted("a nonce of the same tick and another node is another nonce") { world in
      world.use(.at(World.noon, node: 8))
      return try world.orderRequest(nonce: .at(World.noon, node: 9))
    },
  ]

  /// The wallet invalidated its nonces on chain; the invalidation's own tick is outside.
  static let invalidation: [RefusalCase] = [
    .refused(.nonceInvalidated, "an order one tick before an invalidation of nonces is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon)
      world.register(world.key)
      return try world.orderRequest(nonce: .at(World.noon, ticks: -1))
    },
    .refused(.nonceInvalidated, "the wallet's order in the tick of an invalidation is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon, node: 8)
      return try world.request(.trade(.order(world.order(naming: nil))), by: world.wallet)
    },
    .admitted("the wallet's order one tick after an invalidation is admitted") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon, ticks: -1)
      return try world.request(.trade(.order(world.order(naming: nil))), by: world.wallet)
    },
    .refused(.nonceInvalidated, "an order of a key authorised one tick before an invalidation is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.authorizedAt, ticks: 1)
      return try world.orderRequest()
    },
    .refused(.nonceInvalidated, "an order of a key authorised in the tick of an invalidation is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.authorizedAt, node: 8)
      return try world.orderRequest()
    },
    .admitted("an order of a key authorised one tick after an invalidation is admitted") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.authorizedAt, ticks: -1)
      return try world.orderRequest()
    },
    .refused(.nonceInvalidated, "an authorisation in the tick of an invalidation is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon, node: 8)
      return try world.request(world.enrollment(of: world.newKey), by: world.wallet)
    },
    .refused(.nonceInvalidated, "a delegation in the tick of an invalidation is refused") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon, node: 8)
      return try world.request(world.delegation(of: world.newKey.address), by: world.wallet)
    },
    .admitted("an invalidation does not keep the wallet from revoking") { world in
      world.facts.invalidated[world.wallet.address] = .at(World.noon.later(by: 1))
      return try world.request(world.revocation(of: world.key.address), by: world.wallet)
    },
    .admitted("another wallet's invalidation concerns nobody else") { world in
      world.facts.invalidated[world.stranger.address] = .at(World.noon.later(by: 1))
      return try world.orderRequest()
    },
  ]
}

extension World {
  mutating func use(_ nonce: Nonce) {
    facts.used.insert(InMemoryFacts.UsedNonce(wallet: wallet.address, nonce: nonce))
  }
}
