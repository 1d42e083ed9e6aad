import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@testable import Signing

@Suite("Contract of every ledger: limits, sessions and custody attempts")
struct LimitContract {
  @Test("a daily limit is never exceeded, however many orders come at once", arguments: Stores.all)
  func dailyLimit(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let scope = try SessionKeyScope(permission: .trade, maximumDailyValue: Pips("10.50000000"))
      try await world.admit(world.authorization(of: trader, scope: scope))
      let orders = try (0..<64).map { _ in try world.authenticate(world.order(of: trader)) }
      let results = await outcomes(of: orders, in: world)
      #expect(results.filter { $0 == nil }.count == 10)
      let refusal = try Refusal.dailyValueExceeded(maximum: Pips("10.50000000"), used: Pips("10.00000000"))
      #expect(results.compactMap { $0 } == [Refusal](repeating: refusal, count: 54))
      let used = try await world.ledger.entries(from: 2, limit: 100).map(\.judgement.valueUsedBefore?.count)
      #expect(used == (0..<10).map { $0 * Pips.one.count })
      let session = try #require(try await world.ledger.sessions(of: trader.wallet).first)
      #expect(session.valueUsedToday == (try Pips("10.00000000")))
      #expect(session.valueRemainingToday == (try Pips("0.50000000")))

      try await world.restart()
      await #expect(throws: refusal) { try await world.admit(world.order(of: trader)) }
      world.clock.advance(milliseconds: Timestamp.millisecondsPerDay)
      #expect(try await world.ledger.sessions(of: trader.wallet).first?.valueUsedToday == .zero)
      #expect(try await world.admit(world.order(of: trader)).judgement.valueUsedBefore == .zero)
    }
  }

  @Test("orders are judged by the last index price, also one of their own batch", arguments: Stores.all)
  func indexPrice(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let scope = try SessionKeyScope(permission: .trade, maximumPriceDeviation: Pips("0.10000000"))
      try await world.admit(world.authorization(of: trader, scope: scope))
      await #expect(throws: Refusal.indexPriceUnavailable(try MarketSymbol("ETH-USD"))) {
        try await world.admit(world.order(of: trader, price: "100.00000000"))
      }
      try await world.admit(world.indexPrice("100.00000000", by: world.publisher))
      let entry = try await world.admit(world.order(of: trader, price: "110.00000000"))
      #expect(entry.judgement.indexPrice == (try Pips("100.00000000")))
      try await world.admit(world.indexPrice("90.00000000", by: world.publisher))
      try await world.restart()
      await #expect(throws: Refusal.self) { try await world.admit(world.order(of: trader, price: "110.00000000")) }
      let (price, order) = (
        try world.authenticate(world.indexPrice("100.00000000", by: world.publisher)),
        try world.authenticate(world.order(of: trader, price: "110.00000000"))
      )
      async let published = world.ledger.admit(price)
      _ = try await published
      _ = try await world.ledger.admit(order)
    }
  }

  @Test("sessions tell uses, and are read page by page", arguments: Stores.all)
  func sessions(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let traders = try (0..<5).map { try Trader(seed: 1, key: UInt8($0)) }
      for trader in traders { try await world.admit(world.authorization(of: trader)) }
      var uses: [LedgerMoment] = []
      for _ in 0..<3 {
        world.clock.advance(milliseconds: 10)
        uses.append(try await world.admit(world.order(of: traders[2])).moment)
      }
      let own = SessionKeyRevocation(
        nonce: world.nonce(), wallet: traders[2].wallet, sessionKey: traders[2].key, openOrders: .keep)
      let revoked = try await world.admit(
        SignedRequest(
          action: .revokeSessionKey(own), signature: try traders[2].sessionKey.sign(own, in: World.domain)))
      let all = try await world.ledger.sessions(of: traders[0].wallet)
      #expect(all.map(\.record.address) == traders.reversed().map(\.key))
      #expect(all.map(\.registration.sequence) == [5, 4, 3, 2, 1])
      #expect(all[2].firstUse == uses[0])
      #expect(all[2].lastUse == revoked.moment)
      #expect(all[2].actionCount == 4)
      #expect(all[2].revocation == revoked.moment)
      #expect(all[0].firstUse == nil && all[0].actionCount == 0 && all[0].revocation == nil)
      let page = try await world.ledger.sessions(of: traders[0].wallet, registeredBefore: 4, limit: 2)
      #expect(page == Array(all[2...3]))
      #expect(try await world.ledger.sessions(of: world.publisher.wallet) == [])
    }
  }

  @Test("custody attempts are counted, and by the standard policy nothing else happens", arguments: Stores.all)
  func custodyAttempts(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let order = try world.order(of: trader)
      #expect(try world.attempt(order) == nil)
      let theft = try world.withdrawal(from: trader)
      #expect(throws: Refusal.custodyNotPermitted(sessionKey: trader.key, revoked: false)) {
        try world.authenticate(theft)
      }
      let attempt = try #require(try world.attempt(theft))
      let first = try await world.ledger.recordCustodyAttempt(attempt)
      world.clock.advance(milliseconds: 5)
      let second = try await world.ledger.recordCustodyAttempt(attempt)
      #expect([first.attempts.count, second.attempts.count] == [1, 2])
      #expect(second.attempts.lastTime == first.attempts.firstTime.adding(milliseconds: 5))
      #expect(second.attempts.lastRequest == theft)
      #expect(second.revocation == nil)
      try await world.admit(order)
      let session = try #require(try await world.ledger.sessions(of: trader.wallet).first)
      #expect(session.custodyAttempts == second.attempts)
      #expect(session.actionCount == 1)
    }
  }

  @Test("by a strict policy a custody attempt revokes the key, as an entry for everybody", arguments: Stores.all)
  func custodyAttemptRevokes(store: any LedgerStore) async throws {
    let policy = AdmissionPolicy(
      walletNonceAgeMaximum: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000,
      custodyAttemptRevokesKey: true)
    try await World.run(store, policy: try #require(policy)) { world in
      let trader = try Trader(seed: 1)
      try await world.admit(world.authorization(of: trader))
      let order = try world.authenticate(world.order(of: trader))
      let theft = try world.withdrawal(from: trader)
      let attempt = try #require(try world.attempt(theft))
      let entry = try #require(try await world.ledger.recordCustodyAttempt(attempt).revocation)
      await #expect(throws: Refusal.sessionKeyRevoked) { try await world.ledger.admit(order) }
      #expect(try await world.ledger.recordCustodyAttempt(attempt).revocation == nil)
      try await world.restart()
      let read = try #require(try await world.ledger.entries(from: entry.sequence, limit: 1).first)
      #expect(read == entry)
      #expect(read.kind == .custodyAttempt)
      #expect(read.request == theft)
      #expect(read.actor.sessionKey?.address == trader.key)
      guard case .revokeSessionKey(let done) = read.action else { Issue.record("\(read.action)"); return }
      #expect(done.sessionKey == trader.key && done.openOrders == .cancel)
      let session = try #require(try await world.ledger.sessions(of: trader.wallet).first)
      #expect(session.revocation == entry.moment)
      #expect(session.custodyAttempts?.count == 2)
      // The thief has not used up the wallet's nonce.
      try await world.admit(world.deposit(by: trader, nonce: theft.action.nonce))
    }
  }

  @Test("a P-256 key is known by its record, and by what it signed that it must not", arguments: Stores.all)
  func p256(store: any LedgerStore) async throws {
    try await World.run(store) { world in
      let trader = try Trader(seed: 1)
      let key = try P256PrivateKey(bytes: [UInt8](repeating: 7, count: 32))
      let nonce = world.nonce()
      let authorization = try SessionKeyAuthorization(
        nonce: nonce, wallet: trader.wallet, sessionKey: key.address, scope: .unlimited,
        expiresAt: nonce.time.timestamp.adding(milliseconds: 1_000_000))
      let consent = try SessionKey(key).consent(to: authorization, in: World.domain)
      let enrollment = SessionKeyEnrollment(authorization: authorization, consent: consent, publicKey: key.publicKey)
      try await world.admit(world.signed(.authorizeSessionKey(enrollment), by: trader.walletKey))
      try await world.restart()
      #expect(world.ledger.sessionKeys.p256Records(of: trader.wallet).map(\.publicKey) == [key.publicKey])
      #expect(world.ledger.sessionKeys.p256Records(of: world.publisher.wallet) == [])
      let deposit = RequestedAction.deposit(Deposit(nonce: world.nonce(), wallet: trader.wallet, quantity: .one))
      let theft = SignedRequest(action: deposit, signature: .p256(try key.sign(deposit.digest(in: World.domain))))
      let attempt = try #require(try world.attempt(theft))
      #expect(attempt.sessionKey.address == key.address)
      #expect(try await world.ledger.recordCustodyAttempt(attempt).attempts.count == 1)
    }
  }
}
