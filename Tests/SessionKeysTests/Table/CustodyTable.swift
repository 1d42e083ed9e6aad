import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// What a session key must never do, whatever its kind and the operator's policy.
enum CustodyTable {
  static let all = byKeysOfTheWallet + byOthers + more

  private static let names = [
    "authorizeDelegatedKey", "revokeDelegatedKey", "authorizeSessionKey", "revokeAllSessionKeys", "associateWallet",
    "withdraw", "transfer", "deposit",
  ]

  static let byKeysOfTheWallet: [RefusalCase] = names.flatMap { name -> [RefusalCase] in
    [
      byKey(name, isP256: false, revokes: false), byKey(name, isP256: false, revokes: true),
      byKey(name, isP256: true, revokes: false), byKey(name, isP256: true, revokes: true),
    ]
  }

  private static func byKey(_ name: String, isP256: Bool, revokes: Bool) -> RefusalCase {
    .refused(
      "\(name) is not permitted to a \(isP256 ? "P-256" : "secp256k1") key\(revokes ? ", which is revoked for it" : "")",
      by: { .custodyNotPermitted(sessionKey: (isP256 ? $0.p256Key : $0.key).address, revoked: revokes) },
      { world in
        if revokes { world.policy = try .revokingOnCustodyAttempts }
        return try world.request(world.walletAction(name), by: isP256 ? world.p256Key : world.key)
      })
  }

  static let byOthers: [RefusalCase] =
    names.flatMap { name -> [RefusalCase] in
      [
        .refused(.invalidSignature, "\(name) is refused when another wallet's key signs it") { world in
          world.policy = try .revokingOnCustodyAttempts
          return try world.request(world.walletAction(name), by: world.strangersKey)
        },
        .refused(.invalidSignature, "\(name) is refused when another wallet's P-256 key signs it") { world in
          world.register(world.newP256Key, wallet: world.stranger)
          return try world.request(world.walletAction(name), by: world.newP256Key)
        },
        .refused(.invalidSignature, "\(name) is refused when a stranger signs it") { world in
          try world.request(world.walletAction(name), by: world.stranger)
        },
        .admitted("\(name) is admitted when the wallet signs it") { world in
          try world.request(world.walletAction(name), by: world.wallet)
        },
      ]
    }

  static let more: [RefusalCase] = [
    .refused(
      "a revocation of one key by another of the wallet is not permitted",
      by: { .custodyNotPermitted(sessionKey: $0.key.address, revoked: false) },
      { world in try world.request(world.revocation(of: world.p256Key.address), by: world.key) }),
    .refused(
      "a withdrawal by a key that has been revoked is still called by its name",
      by: { .custodyNotPermitted(sessionKey: $0.key.address, revoked: false) },
      { world in
        world.facts.revoked = [world.key.address]
        return try world.request(world.walletAction("withdraw"), by: world.key)
      }),
  ]
}

extension World {
  struct NoSuchAction: Error {}

  func walletAction(_ name: String) throws -> RequestedAction {
    guard let action = try walletActions().first(where: { $0.name == name })?.action else { throw NoSuchAction() }
    return action
  }

  func tradingAction(_ name: String, naming key: Signer?) throws -> TradingAction {
    guard let action = try tradingActions(naming: key).first(where: { $0.name == name })?.action else {
      throw NoSuchAction()
    }
    return action
  }
}

extension AdmissionPolicy {
  struct Refused: Error {}

  /// The standard windows, and a custody attempt revokes the key.
  static var revokingOnCustodyAttempts: AdmissionPolicy {
    get throws {
      let policy = AdmissionPolicy(
        walletNonceAgeMaximum: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000,
        custodyAttemptRevokesKey: true)
      guard let policy else { throw Refused() }
      return policy
    }
  }
}
