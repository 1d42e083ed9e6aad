import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@Suite("Contract of every ledger: a model in memory")
struct ModelContract {
  @Test(
    "random requests, replays, clocks and restarts end as in the model", arguments: Stores.all,
    [1, 2, 3, 4] as [UInt64])
  func agrees(store: any LedgerStore, seed: UInt64) async throws {
    try await World.run(store) { world in
      var script = try Script(seed: seed)
      let (model, rules) = (Model(), AdmissionRules(policy: world.policy))
      var tally: [String: Int] = [:]
      for _ in 0..<400 {
        try await script.disturb(world)
        guard let request = try? world.authenticate(try script.request(in: world)) else { continue }
        let ledger = world.ledger
        let checked = await Verdict { try await ledger.check(request) }
        let expected = Result { () throws(Refusal) in
          try model.admit(request, clock: world.clock.now, rules: rules)
        }
        let actual: Result<Judgement, Refusal>
        do {
          let entry = try await world.ledger.admit(request)
          #expect(entry.sequence == model.entryCount)
          actual = .success(entry.judgement)
        } catch let refusal as Refusal { actual = .failure(refusal) }
        #expect(actual == expected)
        switch actual {
        case .success(let judgement): #expect(checked == .admitted(judgement))
        case .failure(let refusal): #expect(checked == .refused(refusal))
        }
        if case .failure(let refusal) = actual {
          tally[refusal.code.rawValue, default: 0] += 1
        } else {
          tally["admitted", default: 0] += 1
        }
      }
      // The script is worth something: much is admitted, and refused for many reasons.
      #expect((tally["admitted"] ?? 0) > 50)
      #expect(tally.count > 5)
      #expect(try await world.ledger.latestSequence() == model.entryCount)
    }
  }
}

/// Makes up what happens.
private struct Script {
  private var random: RandomRequests
  private let traders: [Trader]
  private var sent: [SignedRequest] = []

  init(seed: UInt64) throws {
    random = RandomRequests(seed: seed)
    traders = try (0..<12).map { try Trader(seed: UInt8(1 + $0 % 3), key: UInt8($0 / 3)) }
  }

  /// Time passes, now and then much of it or backwards; now and then the ledger restarts.
  mutating func disturb(_ world: World) async throws {
    switch random.number(below: 40) {
    case 0: try await world.restart()
    case 1: world.clock.advance(milliseconds: 700_000)
    case 2: world.clock.advance(milliseconds: Timestamp.millisecondsPerDay / 2)
    case 3: world.clock.goBack(milliseconds: UInt64(random.number(below: 5_000)))
    default: world.clock.advance(milliseconds: UInt64(random.number(below: 2_000)))
    }
  }

  mutating func request(in world: World) throws -> SignedRequest {
    if !sent.isEmpty && random.number(below: 6) == 0 {
      return sent[max(0, sent.count - 1 - random.number(below: 30))]
    }
    let request = try newRequest(in: world)
    sent.append(request)
    return request
  }

  private mutating func newRequest(in world: World) throws -> SignedRequest {
    let trader = traders[random.number(below: traders.count)]
    let offset = random.number(below: 4) == 0 ? random.number(below: 90_000) - 75_000 : 0
    let nonce = world.nonce(milliseconds: offset)
    switch random.number(below: 24) {
    case 0..<4: return try world.authorization(of: trader, scope: try scope(), nonce: nonce)
    case 4: return try world.revocation(of: trader, nonce: nonce)
    case 5: return random.number(below: 4) == 0 ? try world.revocationOfAll(by: trader, nonce: nonce) : try order()
    case 6: return try world.deposit(by: trader, nonce: nonce)
    case 7, 8: return try world.indexPrice("\(1 + random.number(below: 3)).00000000", by: world.publisher)
    default: return try order()
    }
    func order() throws -> SignedRequest {
      try world.order(of: trader, price: "\(1 + random.number(below: 3)).00000000", nonce: nonce)
    }
  }

  private mutating func scope() throws -> SessionKeyScope {
    try SessionKeyScope(
      permission: random.number(below: 4) == 0 ? .cancelOnly : .trade,
      maximumOrderValue: random.chance() ? Pips("2.50000000") : nil,
      maximumDailyValue: random.chance() ? Pips("9.00000000") : nil,
      maximumPriceDeviation: random.chance() ? Pips("0.50000000") : nil)
  }
}
