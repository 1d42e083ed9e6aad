import EthereumPrimitives
import PerpsProtocol
import SessionKeys

enum Faults {
  /// What can be wrong with a session key's order, in the order in which it is answered.
  static let ofOrder: [Fault] = [
    Fault(.invalidOrderTerms) { $0.timeInForce = .fok },
    Fault(.invalidSignature) { $0.impostor = $0.world.stranger },
    Fault(.sessionKeyUnknown) { $0.isRegistered = false },
    Fault(.sessionKeyOfAnotherWallet) { $0.owner = $0.world.stranger },
    Fault(.sessionKeyRevoked) { $0.world.facts.revoked = [$0.world.key.address] },
    Fault(.sessionKeyNotYetValid) {
      $0.followsAuthorization = true
      $0.authorized = .at(World.noon.later(by: 3_600_000))
    },
    Fault(.sessionKeyExpired) { $0.expiresAt = World.noon },
    Fault(.nonceAfterExpiry) {
      $0.expiresAt = World.noon.later(by: 1)
      $0.nonce = .at(World.noon.later(by: 5_000))
    },
    Fault(.noncePredatesAuthorization) {
      $0.followsAuthorization = false
      // A key that was authorised further ahead than a nonce may be would not have begun.
      $0.nonce = $0.nonce.time > World.now.time ? World.now : $0.nonce
    },
    Fault(.nonceTooOld) { $0.nonce = .at(World.noon.earlier(by: 60_001)) },
    Fault(.nonceAhead) { $0.nonce = .at(World.noon.later(by: 10_001)) },
    Fault(.nonceAlreadyUsed) { $0.isUsed = true },
    Fault(.nonceInvalidated) { $0.isInvalidated = true },
    Fault(.permissionExceeded) { $0.scope.permission = .cancelOnly },
    Fault(.marketNotPermitted) { $0.scope.markets = [try .btc] },
    Fault(.indexPriceUnavailable) {
      $0.scope.deviation = $0.scope.deviation ?? .one
      $0.world.facts.indexPrices = [:]
    },
    Fault(.orderValueExceeded) { $0.scope.order = .zero },
    Fault(.priceDeviationExceeded) {
      $0.scope.deviation = .zero
      $0.price = try Pips("3000.00000000")
    },
    Fault(.dailyValueExceeded) { $0.scope.daily = .zero },
  ]

  /// What can be wrong with an authorisation, in the order in which it is answered.
  static let ofAuthorization: [Fault] = [
    Fault(.invalidSignature) { $0.impostor = $0.world.stranger },
    Fault(.custodyNotPermitted) { $0.impostor = $0.world.key },
    Fault(.consentMissing) { $0.consenter = nil },
    Fault(.publicKeyMismatch) { $0.publicKey = $0.world.p256Key.publicKey },
    Fault(.publicKeyMissing) {
      $0.publicKey = nil
      $0.consenter = $0.world.p256Key
    },
    Fault(.consentInvalid) { $0.consenter = $0.world.stranger },
    Fault(.sessionKeyRevoked) { $0.world.facts.revoked = [$0.candidate.address] },
    Fault(.sessionKeyExpired) {
      $0.now = max($0.now, World.noon.later(by: 5_000))
      $0.expiresAt = World.noon.later(by: 1)
    },
    Fault(.nonceTooOld) { $0.now = World.noon.later(by: 600_001) },
    Fault(.nonceAhead) { $0.now = World.noon.earlier(by: 10_001) },
    Fault(.nonceAlreadyUsed) { $0.isUsed = true },
    Fault(.nonceInvalidated) { $0.isInvalidated = true },
    Fault(.sessionKeyNotAllowed) {
      if $0.consenter?.address == $0.candidate.address { $0.consenter = $0.world.wallet }
      $0.candidate = $0.world.wallet
    },
    Fault(.sessionKeyAlreadyAuthorized) { $0.isCandidateKnown = true },
    Fault(.authorizationRevokedInAdvance) { $0.isRevokedInAdvance = true },
  ]
}
