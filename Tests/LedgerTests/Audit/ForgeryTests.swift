import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import Ledger

/// Entries that somebody who can write the file has put in, numbered and chained as they must be.
@Suite("An audit: forged entries")
struct ForgeryTests {
  @Test("an order after its key's revocation is found")
  func afterRevocation() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.order(of: ledger.revoked), by: ledger.revoked.key)
      try await expect(.refused, in: ledger, saying: "SESSION_KEY_REVOKED")
    }
  }

  @Test("an order outside its key's scope is found", arguments: ["SOL-USD", "ETH-USD"])
  func outsideScope(market: String) async throws {
    try await AuditedLedger.run { ledger in
      let order = try Order(
        nonce: ledger.world.nonce(), wallet: ledger.bounded.wallet, sessionKey: ledger.bounded.key,
        market: MarketSymbol(market), side: .buy, quantity: Pips("3.00000000"), terms: .limit(price: .one))
      let request = SignedRequest(
        action: .trade(.order(order)),
        signature: try ledger.bounded.sessionKey.sign(.order(order), in: World.domain))
      try ledger.append(request, by: ledger.bounded.key)
      let code = market == "SOL-USD" ? "SESSION_KEY_MARKET_NOT_PERMITTED" : "SESSION_KEY_DAILY_VALUE_EXCEEDED"
      try await expect(.refused, in: ledger, saying: code)
    }
  }

  @Test("a request that was done twice is found")
  func replay() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(RequestEncoding.decode(ledger.request(of: 8)), by: ledger.trader.key)
      try await expect(.refused, in: ledger, saying: "NONCE_ALREADY_USED")
    }
  }

  @Test("an order by a key that no wallet has authorised is found")
  func unknownKey() async throws {
    try await AuditedLedger.run { ledger in
      let stranger = try Trader(seed: 9)
      try ledger.append(ledger.world.order(of: stranger), by: stranger.key)
      try await expect(.notAuthentic, in: ledger)
    }
  }

  @Test("an order before its key's authorisation is found, though it stands in the same page")
  func beforeAuthorization() async throws {
    try await AuditedLedger.run { ledger in
      let stranger = try Trader(seed: 9)
      let authorization = try ledger.world.authorization(of: stranger)
      try ledger.append(ledger.world.order(of: stranger), by: stranger.key)
      try ledger.append(authorization, by: nil)
      try await expect(.notAuthentic, in: ledger)
    }
  }

  @Test("a wallet's action by somebody else is found")
  func notTheWallet() async throws {
    try await AuditedLedger.run { ledger in
      let deposit = try ledger.world.deposit(by: ledger.trader)
      let forged = try ledger.world.signed(deposit.action, by: ledger.bounded.walletKey)
      try ledger.append(forged, by: nil)
      try await expect(.notAuthentic, in: ledger)
    }
  }

  @Test("an entry that names another signer than the one who signed is found")
  func anotherActor() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.deposit(by: ledger.trader), by: ledger.trader.key)
      try await expect(.anotherActor, in: ledger)
    }
  }

  @Test("an entry that claims other facts than the ledger had is found")
  func anotherJudgement() async throws {
    try await AuditedLedger.run { ledger in
      let judgement = Judgement(
        now: ledger.world.clock.now, indexPrice: .one, orderValue: .one, valueUsedBefore: .zero)
      try ledger.append(ledger.world.order(of: ledger.bounded), by: ledger.bounded.key, judgement: judgement)
      try await expect(.anotherJudgement, in: ledger)
    }
  }

  @Test("an index price by a stranger is found")
  func stranger() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.indexPrice("9.00000000", by: ledger.trader), by: nil)
      try await expect(.publisherNotAppointed, in: ledger)
    }
  }

  @Test("a revocation for a custody attempt that was none is found")
  func noCustodyAttempt() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.order(of: ledger.trader), by: ledger.trader.key, kind: .custodyAttempt)
      try await expect(.notACustodyAttempt, in: ledger)
    }
  }

  @Test("a custody attempt that is told as an admission is found")
  func custodyAdmitted() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.withdrawal(from: ledger.trader), by: ledger.trader.key)
      try await expect(.notAuthentic, in: ledger)
    }
  }

  @Test("a time before the last is found")
  func timeGoesBack() async throws {
    try await AuditedLedger.run { ledger in
      let request = try ledger.world.deposit(by: ledger.trader)
      ledger.world.clock.goBack(milliseconds: 1)
      try ledger.append(request, by: nil)
      try await expect(.timeGoesBack, in: ledger)
    }
  }

  @Test("what is forged does not hold up the audit of a ledger that a server has open")
  func whileOpen() async throws {
    try await AuditedLedger.run { ledger in
      try ledger.append(ledger.world.order(of: ledger.revoked), by: ledger.revoked.key)
      try await ledger.world.restart()
      try await expect(.refused, in: ledger)
      try await ledger.world.admit(ledger.world.deposit(by: ledger.trader))
      #expect(try await ledger.audit().entryCount == ledger.count + 2)
      try await ledger.world.ledger.close()
    }
  }

  /// The entry after the last honest one is found, for this reason.
  private func expect(_ kind: AuditFinding.Kind, in ledger: AuditedLedger, saying text: String = "") async throws {
    let report = try await ledger.audit()
    let finding = try #require(report.findings.first { $0.sequence == ledger.count + 1 })
    #expect(finding.kind == kind)
    #expect(finding.text.contains(text) || text.isEmpty)
  }
}
