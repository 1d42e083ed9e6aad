import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// Which addresses may become session keys, and which keys may be revoked by whom.
enum RegistrationTable {
  static let all = authorizations + afterRevocationOfAll + revocations

  static let authorizations: [RefusalCase] = [
    .refused(.sessionKeyNotAllowed, "a wallet as its own session key is refused") { world in
      try world.request(world.enrollment(of: world.wallet), by: world.wallet)
    },
    .refused(.sessionKeyNotAllowed, "a wallet as its own delegated key is refused") { world in
      try world.request(world.delegation(of: world.wallet.address), by: world.wallet)
    },
    .refused(.sessionKeyNotAllowed, "the zero address as a delegated key is refused") { world in
      try world.request(world.delegation(of: .zero), by: world.wallet)
    },
    .refused(.sessionKeyAlreadyAuthorized, "a key that is registered is not authorised again") { world in
      try world.request(world.enrollment(of: world.key), by: world.wallet)
    },
    .refused(.sessionKeyAlreadyAuthorized, "a key that is registered is not authorised in the exchange's way") {
      world in
      try world.request(world.delegation(of: world.key.address), by: world.wallet)
    },
    .refused(.sessionKeyAlreadyAuthorized, "a key of another wallet is not authorised") { world in
      try world.request(world.enrollment(of: world.strangersKey), by: world.wallet)
    },
    .refused(.sessionKeyAlreadyAuthorized, "a key that has expired is not authorised again") { world in
      world.register(world.key, expiresAt: World.noon)
      return try world.request(world.enrollment(of: world.key), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "a revoked key is not authorised again") { world in
      world.facts.revoked = [world.key.address]
      return try world.request(world.enrollment(of: world.key), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "a revoked key is not authorised again in the exchange's way") { world in
      world.facts.revoked = [world.key.address]
      return try world.request(world.delegation(of: world.key.address), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "a key that another wallet revoked is not authorised") { world in
      world.facts.revoked = [world.strangersKey.address]
      return try world.request(world.enrollment(of: world.strangersKey), by: world.wallet)
    },
    .refused(.sessionKeyExpired(at: World.noon), "an authorisation that expires now is refused") { world in
      let nonce = Nonce.at(World.noon.earlier(by: 60_000))
      return try world.request(
        world.enrollment(of: world.newKey, nonce: nonce, expiresAt: World.noon), by: world.wallet)
    },
    .refused(
      .sessionKeyExpired(at: World.noon.earlier(by: 1)), "an authorisation that expired a millisecond ago is refused"
    ) { world in
      let nonce = Nonce.at(World.noon.earlier(by: 60_000))
      return try world.request(
        world.enrollment(of: world.newKey, nonce: nonce, expiresAt: World.noon.earlier(by: 1)), by: world.wallet)
    },
    .admitted("an authorisation that expires in a millisecond is admitted") { world in
      let nonce = Nonce.at(World.noon.earlier(by: 60_000))
      return try world.request(
        world.enrollment(of: world.newKey, nonce: nonce, expiresAt: World.noon.later(by: 1)), by: world.wallet)
    },
  ]

  /// All keys were revoked at noon; authorisations of the tick before, the same tick, and the tick after.
  static let afterRevocationOfAll: [RefusalCase] = [
    .refused(.authorizationRevokedInAdvance, "an authorisation one tick before a revocation of all is refused") {
      world in
      world.facts.allRevoked[world.wallet.address] = World.now
      return try world.request(world.enrollment(of: world.newKey, nonce: .at(World.noon, ticks: -1)), by: world.wallet)
    },
    .refused(.authorizationRevokedInAdvance, "an authorisation in the tick of a revocation of all is refused") {
      world in
      world.facts.allRevoked[world.wallet.address] = World.now
      return try world.request(world.enrollment(of: world.newKey, nonce: .at(World.noon)), by: world.wallet)
    },
    .refused(.authorizationRevokedInAdvance, "a delegation in the tick of a revocation of all is refused") { world in
      world.facts.allRevoked[world.wallet.address] = World.now
      return try world.request(world.delegation(of: world.newKey.address, nonce: .at(World.noon)), by: world.wallet)
    },
    .admitted("an authorisation one tick after a revocation of all is admitted") { world in
      world.facts.allRevoked[world.wallet.address] = World.now
      return try world.request(world.enrollment(of: world.newKey, nonce: .at(World.noon, ticks: 1)), by: world.wallet)
    },
    .admitted("another wallet's revocation of all its keys concerns nobody else") { world in
      world.facts.allRevoked[world.stranger.address] = World.now
      return try world.request(world.enrollment(of: world.newKey), by: world.wallet)
    },
  ]

  static let revocations: [RefusalCase] = [
    .refused(.sessionKeyUnknown, "a revocation of a key that was never registered is refused") { world in
      try world.request(world.revocation(of: world.newKey.address), by: world.wallet)
    },
    .refused(.sessionKeyUnknown, "the exchange's revocation of a key that was never registered is refused") { world in
      try world.request(world.delegationRevocation(of: world.newKey.address), by: world.wallet)
    },
    .refused(.sessionKeyOfAnotherWallet, "a revocation of another wallet's key is refused") { world in
      try world.request(world.revocation(of: world.strangersKey.address), by: world.wallet)
    },
    .refused(.sessionKeyOfAnotherWallet, "the exchange's revocation of another wallet's key is refused") { world in
      try world.request(world.delegationRevocation(of: world.strangersKey.address), by: world.wallet)
    },
    .refused(.invalidSignature, "a key does not revoke itself under a wallet that is not its own") { world in
      try world.request(world.revocation(of: world.strangersKey.address), by: world.strangersKey)
    },
    .refused(.invalidSignature, "a stranger does not revoke a key") { world in
      try world.request(world.revocation(of: world.key.address), by: world.stranger)
    },
    .refused(.sessionKeyRevoked, "the wallet does not revoke a key twice") { world in
      world.facts.revoked = [world.key.address]
      return try world.request(world.revocation(of: world.key.address), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "the wallet does not revoke a key twice in the exchange's way") { world in
      world.facts.revoked = [world.key.address]
      return try world.request(world.delegationRevocation(of: world.key.address), by: world.wallet)
    },
    .refused(.sessionKeyRevoked, "a key does not revoke itself twice") { world in
      world.facts.revoked = [world.key.address]
      return try world.request(world.revocation(of: world.key.address), by: world.key)
    },
    .admitted("the wallet revokes a key") { world in
      try world.request(world.revocation(of: world.key.address), by: world.wallet)
    },
    .admitted("the wallet revokes a P-256 key in the exchange's way") { world in
      try world.request(world.delegationRevocation(of: world.p256Key.address), by: world.wallet)
    },
    .admitted("a key revokes itself") { world in
      try world.request(world.revocation(of: world.key.address), by: world.key)
    },
    .admitted("a P-256 key revokes itself") { world in
      try world.request(world.revocation(of: world.p256Key.address), by: world.p256Key)
    },
    .admitted("a key of the exchange's own authorisation, known by its address alone, revokes itself") { world in
      try world.registerByAddress(world.newKey)
      return try world.request(world.revocation(of: world.newKey.address), by: world.newKey)
    },
    .admitted("an expired key revokes itself") { world in
      world.register(world.key, expiresAt: World.noon)
      return try world.request(world.revocation(of: world.key.address), by: world.key)
    },
    .admitted("the wallet revokes an expired key") { world in
      world.register(world.key, expiresAt: World.noon)
      return try world.request(world.revocation(of: world.key.address), by: world.wallet)
    },
  ]
}

extension World {
  /// Registers a key as the exchange's own authorisation does: without its public key.
  mutating func registerByAddress(_ key: Signer) throws {
    let message = DelegatedKeyAuthorization(nonce: .at(Self.authorizedAt), delegatedKey: key.address)
    facts.records[key.address] = SessionKeyRecord(
      address: key.address, wallet: wallet.address, publicKey: nil, scope: .unlimited,
      authorizationNonce: message.nonce, expiresAt: message.expiresAt, name: nil)
  }
}
