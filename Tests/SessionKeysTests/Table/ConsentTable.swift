import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// Whether the key that is being authorised agrees.
enum ConsentTable {
  static let all: [RefusalCase] = [
    .refused(.consentMissing, "an authorisation without the key's consent is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      return try world.enroll(authorization, consent: nil)
    },
    .refused(.consentMissing, "a public key does not stand for a consent") { world in
      let authorization = try world.authorization(of: world.newP256Key)
      return try world.enroll(authorization, consent: nil, publicKey: world.newP256Key.publicKey)
    },
    .refused(.publicKeyMismatch, "a P-256 key that the wallet did not sign for is refused") { world in
      let authorization = try world.authorization(of: world.newP256Key)
      let consent = try world.newP256Key.consent(to: authorization, in: world.domain)
      return try world.enroll(authorization, consent: consent, publicKey: world.p256Key.publicKey)
    },
    .refused(.publicKeyMismatch, "a secp256k1 key that the wallet did not sign for is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      let consent = try world.newKey.consent(to: authorization, in: world.domain)
      return try world.enroll(authorization, consent: consent, publicKey: world.key.publicKey)
    },
    .refused(.publicKeyMissing, "a P-256 key's consent without its public key is refused") { world in
      let authorization = try world.authorization(of: world.newP256Key)
      return try world.enroll(authorization, consent: world.newP256Key.consent(to: authorization, in: world.domain))
    },
    .refused(.consentInvalid, "a consent by another key is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      return try world.enroll(authorization, consent: world.key.consent(to: authorization, in: world.domain))
    },
    .refused(.consentInvalid, "a consent by the wallet in the key's place is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      return try world.enroll(authorization, consent: world.wallet.consent(to: authorization, in: world.domain))
    },
    .refused(.consentInvalid, "a P-256 consent by another key is refused") { world in
      let authorization = try world.authorization(of: world.newP256Key)
      let consent = try world.p256Key.consent(to: authorization, in: world.domain)
      return try world.enroll(authorization, consent: consent, publicKey: world.newP256Key.publicKey)
    },
    .refused(.consentInvalid, "a P-256 public key that is called a secp256k1 key consents to nothing") { world in
      let authorization = try world.authorization(of: world.newP256Key)
      let consent = try world.newP256Key.consent(to: authorization, in: world.domain)
      let key = PublicKey(curve: .secp256k1, x: world.newP256Key.publicKey.x, y: world.newP256Key.publicKey.y)
      return try world.enroll(authorization, consent: consent, publicKey: key)
    },
    .refused(.consentInvalid, "a consent to another nonce is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      let other = try world.authorization(of: world.newKey, nonce: .at(World.noon, ticks: 1))
      return try world.enroll(authorization, consent: world.newKey.consent(to: other, in: world.domain))
    },
    .refused(.consentInvalid, "a consent to another wallet is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      let other = try SessionKeyAuthorization(
        nonce: authorization.nonce, wallet: world.stranger.address, sessionKey: world.newKey.address,
        scope: .unlimited, expiresAt: authorization.expiresAt)
      return try world.enroll(authorization, consent: world.newKey.consent(to: other, in: world.domain))
    },
    .refused(.consentInvalid, "a consent for another chain is refused") { world in
      let authorization = try world.authorization(of: world.newKey)
      let other = try World.otherChain(world)
      return try world.enroll(authorization, consent: world.newKey.consent(to: authorization, in: other.domain))
    },
    .refused(.consentInvalid, "the wallet's own signature does not stand for the consent") { world in
      let authorization = try world.authorization(of: world.newKey)
      return try world.enroll(authorization, consent: world.wallet.sign(authorization, in: world.domain))
    },
    .admitted("an authorisation with the key's consent is admitted") { world in
      try world.request(world.enrollment(of: world.newKey), by: world.wallet)
    },
    .admitted("an authorisation of a P-256 key with its consent and public key is admitted") { world in
      try world.request(world.enrollment(of: world.newP256Key), by: world.wallet)
    },
    .admitted("a secp256k1 key may send its public key too") { world in
      let authorization = try world.authorization(of: world.newKey)
      let consent = try world.newKey.consent(to: authorization, in: world.domain)
      return try world.enroll(authorization, consent: consent, publicKey: world.newKey.publicKey)
    },
    .admitted("the exchange's own authorisation needs no consent") { world in
      try world.request(world.delegation(of: world.newKey.address), by: world.wallet)
    },
  ]
}

extension World {
  func enroll(
    _ authorization: SessionKeyAuthorization, consent: KeySignature?, publicKey: PublicKey? = nil
  ) throws -> SignedRequest {
    try request(enrollment(of: authorization, consent: consent, publicKey: publicKey), by: wallet)
  }

  static func otherChain(_ world: World) throws -> World {
    var other = world
    other.domain = .katanaPerps(.sandbox, chainID: 1, contract: contract)
    return other
  }
}
