import EthereumPrimitives
import Ledger
import PerpsProtocol
import Testing

@testable import SandboxExchange

@Suite("Whatever the entries are, the exchange keeps its promises")
struct PropertyTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `after every one of 3,000 random entries all invariants hold, and a replay gives the same state`(
    _ seed: UInt64
  ) throws {
    var scene = try Scene()
    var random = RandomEntries(seed: seed)
    var seen: [String: Int] = [:]
    for _ in 0..<3_000 {
      let before = scene.exchange.digest.hash
      let (action, actor) = random.next(scene.nonce, scene.exchange.sequence)
      let outcome = scene.apply(action, by: actor)
      let violations = scene.exchange.violations
      guard violations.isEmpty else {
        Issue.record("entry \(outcome.sequence) \(action): \(violations)")
        return
      }
      if case .withdrawal(let movement) = outcome.answer {
        #expect(movement.quoteBalance >= .zero)
        #expect(
          scene.exchange.accounts.list.contains {
            $0.wallet == movement.wallet && $0.available(under: scene.exchange.terms) >= 0
          })
      }
      if outcome.refusal != nil {
        #expect(outcome.events.isEmpty, "a refusal has no events")
        #expect(unchanged(scene, before), "a refusal changes nothing")
      }
      for name in names(of: outcome) { seen[name, default: 0] += 1 }
    }
    for name in ["fill", "expired", "activated", "canceled", "new", "liquidation", "insufficientFunds"] {
      #expect(seen[name, default: 0] > 0, "\(name) did not happen with seed \(seed)")
    }
    var replayed = SandboxExchange(configuration: scene.exchange.configuration)
    for entry in scene.entries { _ = replayed.apply(entry) }
    #expect(replayed.digest == scene.exchange.digest)
  }

  @Test func `the checks notice a pip too many, a wrong level and half a trade`() throws {
    var scene = try Scene()
    scene.deposit("100.00000000", wallet(1))
    scene.limit(.buy, "0.10000000", at: "99.00000000", wallet(1))
    #expect(scene.exchange.violations == [])
    var tampered = scene.exchange
    tampered.accounts.list[1].balance += 1
    #expect(tampered.violations == ["conservation: off by 0.00000001"])
    tampered = scene.exchange
    _ = tampered.markets[0].bids.shrink(price: 9_900_000_000, by: 1)
    #expect(tampered.violations == ["TEST-USD: level 9900000000 is off"])
    tampered = scene.exchange
    tampered.accounts.list[1].positions[0].quantity = 1
    #expect(tampered.violations.contains("TEST-USD: positions do not sum to zero"))
  }

  /// Whether the digest is what it was, but for the entry's number and time.
  private func unchanged(_ scene: Scene, _ before: Bytes32) -> Bool {
    var rewound = scene.exchange
    rewound.sequence -= 1
    rewound.time = scene.entries.dropLast().last?.time ?? scene.exchange.time
    return rewound.digest.hash == before
  }

  private func names(of outcome: Outcome) -> [String] {
    outcome.events.map { event in
      switch event {
      case .order(let update): update.kind.wireName.description
      case .liquidation: "liquidation"
      default: "other"
      }
    } + (outcome.refusal.map { [$0 == .insufficientFunds ? "insufficientFunds" : "refused"] } ?? [])
  }
}
