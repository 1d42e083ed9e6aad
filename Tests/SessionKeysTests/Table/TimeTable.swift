import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// When a session key and a nonce are good. Every boundary: the tick or millisecond before, on it, and after.
enum TimeTable {
  static let all = revoked + beginning + expiry + succession + windowEdges + windows + replay + invalidation

  private static let minute: UInt64 = 60_000

  static let revoked: [RefusalCase] =
    [
      .refused(.sessionKeyRevoked, "an order of a revoked key is refused") { world in
        world.facts.revoked = [world.key.address]
        return try world.orderRequest()
      },
      .refused(.sessionKeyRevoked, "an order of a revoked P-256 key is refused") { world in
        world.facts.revoked = [world.p256Key.address]
        return try world.orderRequest(by: world.p256Key)
      },
      .admitted("an order is admitted while another key of the wallet is revoked") { world in
        world.facts.revoked = [world.p256Key.address]
        return try world.orderRequest()
      },
    ]

  /// The authorisation may lie as far ahead as a nonce; what the key signs must be later still, so nothing but its own
  /// revocation can be admitted on the last tick.
  static let beginning: [RefusalCase] = [
    .refused(.sessionKeyNotYetValid, "a key that begins one tick beyond 10 s from now is not yet valid") { world in
      world.register(world.key, authorized: .at(World.noon.later(by: 10_000), ticks: 1))
      return try world.request(world.revocation(of: world.key.address), by: world.key)
    },
    .admitted("a key that begins 10 s from now is valid") { world in
      world.register(world.key, authorized: .at(World.noon.later(by: 10_000)))
      return try world.request(world.revocation(of: world.key.address), by: world.key)
    },
    .admitted("a key that begins one tick before 10 s from now trades on the tick after") { world in
      world.register(world.key, authorized: .at(World.noon.later(by: 10_000), ticks: -1))
      return try world.orderRequest(nonce: .at(World.noon.later(by: 10_000)))
    },
    .refused(.sessionKeyNotYetValid, "an order of a key that begins a minute from now is refused") { world in
      world.register(world.key, authorized: .at(World.noon.later(by: minute)))
      return try world.orderRequest()
    },
  ]

  static let expiry: [RefusalCase] = [
    .refused(.sessionKeyExpired(at: World.noon.earlier(by: 1)), "a key that expired a millisecond ago is refused") {
      world in
      world.register(world.key, expiresAt: World.noon.earlier(by: 1))
      return try world.orderRequest(nonce: .at(World.noon.earlier(by: 2)))
    },
    .refused(.sessionKeyExpired(at: World.noon), "a key that expires now is refused, its nonce being earlier") {
      world in
      world.register(world.key, expiresAt: World.noon)
      return try world.orderRequest(nonce: .at(World.noon, ticks: -1))
    },
    .admitted("a key that expires in a millisecond is admitted") { world in
      world.register(world.key, expiresAt: World.noon.later(by: 1))
      return try world.orderRequest()
    },
    .refused(
      .nonceAfterExpiry(at: World.noon.later(by: 5_000)), "a nonce one tick after the key's expiry is refused"
    ) { world in
      world.register(world.key, expiresAt: World.noon.later(by: 5_000))
      return try world.orderRequest(nonce: .at(World.noon.later(by: 5_000), ticks: 1))
    },
    .refused(
      .nonceAfterExpiry(at: World.noon.later(by: 5_000)), "a nonce on the first tick of the key's expiry is refused"
    ) { world in
      world.register(world.key, expiresAt: World.noon.later(by: 5_000))
      return try world.orderRequest(nonce: .at(World.noon.later(by: 5_000)))
    },
    .admitted("a nonce one tick before the key's expiry is admitted") { world in
      world.register(world.key, expiresAt: World.noon.later(by: 5_000))
      return try world.orderRequest(nonce: .at(World.noon.later(by: 5_000), ticks: -1))
    },
    .refused(.sessionKeyExpired(at: World.noon), "an expired key does not cancel either") { world in
      world.register(world.key, expiresAt: World.noon)
      return try world.request(.trade(world.tradingAction("cancelByWallet", naming: world.key)), by: world.key)
    },
  ]

  static let succession: [RefusalCase] = [
    .refused(.noncePredatesAuthorization, "a nonce one tick before the key's authorisation is refused") { world in
      world.register(world.key, authorized: .at(World.noon))
      return try world.orderRequest(nonce: .at(World.noon, ticks: -1))
    },
    .refused(.noncePredatesAuthorization, "a nonce in the tick of the key's authorisation is refused") { world in
      world.register(world.key, authorized: .at(World.noon, node: 3))
      return try world.orderRequest(nonce: .at(World.noon, node: 4))
    },
    .admitted("a nonce one tick after the key's authorisation is admitted") { world in
      world.register(world.key, authorized: .at(World.noon))
      return try world.orderRequest(nonce: .at(World.noon, ticks: 1))
    },
    .admitted("the wallet's own orders need to follow no authorisation") { world in
      world.register(world.key, authorized: .at(World.noon))
      let order = try world.order(nonce: .at(World.noon, ticks: -1), naming: nil)
      return try world.request(.trade(.order(order)), by: world.wallet)
    },
  ]

  /// The windows of wallets and keys: one tick inside, on the end, one tick outside.
  static let windowEdges: [RefusalCase] = [Int64(-1), 0, 1].flatMap { ticks -> [RefusalCase] in
    let keyTooOld = Refusal.nonceTooOld(maximumMilliseconds: minute)
    let walletTooOld = Refusal.nonceTooOld(maximumMilliseconds: 10 * minute)
    let ahead = Refusal.nonceAhead(maximumMilliseconds: 10_000)
    return [
      edge(keyTooOld, ofKey: true, at: World.noon.earlier(by: minute), ticks, ticks < 0),
      edge(walletTooOld, ofKey: false, at: World.noon.earlier(by: 10 * minute), ticks, ticks < 0),
      edge(ahead, ofKey: true, at: World.noon.later(by: 10_000), ticks, ticks > 0),
      edge(ahead, ofKey: false, at: World.noon.later(by: 10_000), ticks, ticks > 0),
    ]
  }

  static let windows: [RefusalCase] = [
    .refused(.nonceTooOld(maximumMilliseconds: minute), "a key's own revocation has the key's window") { world in
      let nonce = Nonce.at(World.noon.earlier(by: minute), ticks: -1)
      return try world.request(world.revocation(of: world.key.address, nonce: nonce), by: world.key)
    },
    .admitted("the wallet's revocation has the wallet's window") { world in
      let nonce = Nonce.at(World.noon.earlier(by: minute), ticks: -1)
      return try world.request(world.revocation(of: world.key.address, nonce: nonce), by: world.wallet)
    },
    .refused(.nonceTooOld(maximumMilliseconds: 0), "a window of nothing refuses the tick before the clock's") { world in
      world.policy = try .withoutWindows
      return try world.orderRequest(nonce: .at(World.noon, ticks: -1))
    },
    .admitted("a window of nothing takes the clock's own tick") { world in
      world.policy = try .withoutWindows
      return try world.orderRequest()
    },
  ]

  private static func edge(
    _ refusal: Refusal, ofKey: Bool, at time: Timestamp, _ ticks: Int64, _ isRefused: Bool
  ) -> RefusalCase {
    let signer = ofKey ? "key" : "wallet"
    let sentence = "a \(signer)'s nonce \(ticks) ticks from \(time.milliseconds) ms is judged by its window"
    let arrange: @Sendable (inout World) throws -> SignedRequest = { world in
      let key = ofKey ? world.key : nil
      let order = try world.order(nonce: .at(time, ticks: ticks), naming: key)
      return try world.request(.trade(.order(order)), by: key ?? world.wallet)
    }
    return isRefused ? .refused(refusal, sentence, arrange) : .admitted(sentence, arrange)
  }
}

extension AdmissionPolicy {
  static var withoutWindows: AdmissionPolicy {
    get throws {
      let policy = AdmissionPolicy(
        walletNonceAgeMaximum: 0, sessionKeyNonceAgeMaximum: 0, nonceAheadMaximum: 0, custodyAttemptRevokesKey: false)
      guard let policy else { throw Refused() }
      return policy
    }
  }
}
