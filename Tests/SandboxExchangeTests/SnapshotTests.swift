import EthereumPrimitives
import Ledger
import PerpsProtocol
import SessionKeys
import Testing

@testable import SandboxExchange

@Suite("An exchange goes on from a snapshot as if nothing had happened")
struct SnapshotTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `wherever it is restored, it answers the rest of the entries as the original does`(_ seed: UInt64) throws {
    var scene = try Scene()
    var random = RandomEntries(seed: seed)
    var restored = [try restore(scene.exchange)]
    for number in 1...1_500 {
      let outcome = scene.applyNext(of: &random)
      for index in restored.indices {
        let entry = try #require(scene.entries.last)
        guard restored[index].apply(entry) == outcome else {
          Issue.record("entry \(entry.sequence) was answered otherwise, seed \(seed)")
          return
        }
      }
      if number % 180 == Int(seed) { restored.append(try restore(scene.exchange)) }
    }
    let last = scene.exchange.snapshot()
    for exchange in restored {
      #expect(exchange.digest == scene.exchange.digest)
      #expect(exchange.violations == [])
      #expect(exchange.snapshot() == last)
      #expect(answers(exchange) == answers(scene.exchange))
    }
    #expect(scene.exchange.orders.slots.count > 20)
  }

  @Test func `an empty exchange can be restored`() throws {
    let exchange = try Scene(index: nil).exchange
    #expect(try restore(exchange).digest == exchange.digest)
    #expect(try restore(exchange).lastEntry == nil)
  }

  @Test func `a copy can be written while the original goes on`() throws {
    var scene = try Scene()
    scene.deposit("100.00000000", wallet(1))
    let copy = scene.exchange
    let snapshot = copy.snapshot()
    scene.limit(.buy, "1.00000000", at: "99.00000000", wallet(1))
    #expect(copy.snapshot() == snapshot)
    #expect(scene.exchange.snapshot() != snapshot)
  }

  @Test func `it knows the entry that was applied last, and no other in its place`() throws {
    var scene = try Scene()
    scene.deposit("100.00000000", wallet(1))
    let restored = try restore(scene.exchange)
    let last = try #require(scene.entries.last)
    #expect(restored.hasLastApplied(last))
    #expect(!restored.hasLastApplied(scene.entries[scene.entries.count - 2]))
    let signature = try RecoverableSignature(r: Bytes32(bigEndian: 0, 0, 0, 2), s: .one, recoveryID: 0)
    let other = SignedRequest(action: last.request.action, signature: .secp256k1(signature))
    #expect(
      !restored.hasLastApplied(
        LedgerEntry(sequence: last.sequence, request: other, actor: last.actor, judgement: last.judgement)))
  }

  @Test func `each kind of refusal of a triggered order is read again`() throws {
    let refusals: [BusinessRefusal] = [
      .outOfSequence(expected: 7), .marketNotFound(Scene.market), .marketNotAccepting(.cancelsOnly),
      .cancellationsNotAccepted(.inactive), .orderNotSupported, .postOnlyNeedsLimit, .priceNotOnTick(.one),
      .quantityNotOnStep(.one), .quantityUnderMinimum(.one),
      .positionTooLarge(.one), .orderValueTooLarge, .clientOrderIDInUse, .tooManyOpenOrders,
      .indexPriceUnavailable(Scene.other), .priceTooFarFromIndex(limit: .one), .reduceOnlyWouldNotReduce,
      .postOnlyWouldCross, .insufficientFunds, .initialMarginFractionOutOfRange(minimum: .one),
      .zeroQuantity, .withdrawalUnderMinimum(.one), .transferDestinationNotAllowed, .tooManyWallets,
      .tooManyAccountsOfWallet, .notIndexPricePublisher, .indexPriceOutOfRange(maximum: .one),
    ]
    for refusal in refusals + OrderTermsError.allCases.map({ .invalidTerms($0) }) {
      var writer = ByteWriter(capacityBytes: 16)
      writer.write(OrderEnd.refusedWhenTriggered(refusal))
      var reader = ByteReader(writer.bytes)
      #expect(try reader.read(OrderEnd.self) == .refusedWhenTriggered(refusal))
      try reader.finish()
    }
  }

  private func restore(_ exchange: SandboxExchange) throws -> SandboxExchange {
    try SandboxExchange(snapshot: exchange.snapshot(), configuration: exchange.configuration)
  }

  /// What an exchange answers to those who ask.
  private func answers(_ exchange: SandboxExchange) -> [AnyHashable] {
    let wallets: [[AnyHashable]] = (1...8 as ClosedRange<UInt8>).map { number in
      let wallet = wallet(number)
      return [
        exchange.openOrders(of: wallet, page: HistoryPage(limit: 1_000)),
        exchange.closedOrders(of: wallet, page: HistoryPage(limit: 1_000)),
        exchange.fills(of: wallet, page: HistoryPage(limit: 1_000)), exchange.values(of: wallet),
        exchange.deposits(of: wallet, page: HistoryPage()), exchange.withdrawals(of: wallet, page: HistoryPage()),
        exchange.positions(of: wallet), exchange.isAssociated(wallet, withAccount: "one"),
        exchange.wallets(ofAccount: "one", limit: 10),
      ]
    }
    return wallets.flatMap(\.self) + [
      exchange.statistics(at: exchange.time), exchange.trades(in: Scene.market, page: HistoryPage()),
      exchange.candles(in: Scene.other, minutes: 5, page: HistoryPage()), exchange.book(of: Scene.market, limit: 100),
    ]
  }
}

@Suite("What is no snapshot is refused, whatever its bytes")
struct DamagedSnapshotTests {
  var scene: Scene
  let snapshot: [UInt8]

  init() throws {
    scene = try Scene()
    var random = RandomEntries(seed: 5)
    for _ in 0..<250 { scene.applyNext(of: &random) }
    snapshot = scene.exchange.snapshot()
  }

  private func restore(_ bytes: [UInt8]) throws(SnapshotError) -> SandboxExchange {
    try SandboxExchange(snapshot: bytes, configuration: scene.exchange.configuration)
  }

  @Test func `each thing that is wrong around the content has an error of its own`() throws {
    #expect(throws: SnapshotError.notASnapshot) { try restore([]) }
    #expect(throws: SnapshotError.notASnapshot) { try restore(Array(snapshot.prefix(80))) }
    #expect(throws: SnapshotError.notASnapshot) { try restore([0] + snapshot.dropFirst()) }
    #expect(throws: SnapshotError.wrongChecksum) { try restore(snapshot.dropLast()) }
    #expect(throws: SnapshotError.wrongChecksum) { try restore(snapshot + [0]) }
    var bytes = snapshot
    bytes[SnapshotFormat.mark.count] = 99
    #expect(throws: SnapshotError.unknownVersion(99)) { try restore(bytes) }
    bytes = snapshot
    bytes[bytes.count / 2] ^= 1
    #expect(throws: SnapshotError.wrongChecksum) { try restore(bytes) }
  }

  @Test func `another configuration has other snapshots`() throws {
    let configuration = scene.exchange.configuration
    let others = [
      try ExchangeConfiguration(markets: configuration.markets, indexPricePublisher: wallet(1)),
      try ExchangeConfiguration(markets: configuration.markets.reversed(), indexPricePublisher: Scene.publisher),
      try ExchangeConfiguration(
        markets: configuration.markets, indexPricePublisher: Scene.publisher, withdrawalMinimum: .zero),
      try ExchangeConfiguration(
        markets: [Scene.configuration(Scene.market, status: .cancelsOnly), configuration.markets[1]],
        indexPricePublisher: Scene.publisher),
    ]
    for other in others {
      #expect(throws: SnapshotError.anotherConfiguration) {
        try SandboxExchange(snapshot: snapshot, configuration: other)
      }
    }
  }

  @Test func `content that ends early or late is refused, with a right checksum too`() {
    let content = snapshot.dropLast(32)
    for length in stride(from: 49, to: content.count, by: content.count / 200) {
      #expect(throws: SnapshotError.self) { try restore(sealed(Array(content.prefix(length)))) }
    }
    #expect(throws: SnapshotError.impossible("1 bytes are left over")) { try restore(sealed(content + [0])) }
  }

  @Test func `a pip too many is noticed, with a right checksum too`() {
    var exchange = scene.exchange
    exchange.feeBalance += 1
    #expect(throws: SnapshotError.impossible("a sum of all money has an impossible value")) {
      try restore(exchange.snapshot())
    }
    exchange = scene.exchange
    exchange.accounts.list[0].positions[0].lastChange = exchange.time
    exchange.accounts.list[0].positions[0].quantity += 1
    #expect(throws: SnapshotError.impossible("a sum of positions has an impossible value")) {
      try restore(exchange.snapshot())
    }
  }

  /// The checksum keeps accidents out. What is behind it must hold alone: no bytes may trap, nor make a state in which
  /// a later entry does.
  @Test func `no bytes with a right checksum trap, nor do entries after them`() throws {
    var random = RandomEntries(seed: 77)
    var restoredCount = 0
    let first = SnapshotFormat.mark.count + 33
    for round in 0..<300 {
      var content = Array(snapshot.dropLast(32))
      let offset = Int.random(in: first..<(content.count - 16), using: &random.generator)
      switch round % 4 {
      case 0: content[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random.generator)
      case 1: content[offset] = .random(in: 0...255, using: &random.generator)
      case 2: for index in offset..<(offset + 8) { content[index] = index == offset ? 0x7f : 0xff }
      default: for index in offset..<(offset + 16) { content[index] = .random(in: 0...255, using: &random.generator) }
      }
      guard let exchange = try? restore(sealed(content)) else { continue }
      restoredCount += 1
      var copy = scene
      copy.exchange = exchange
      for _ in 0..<30 { copy.applyNext(of: &random) }
      #expect(copy.exchange.conservation.error == .zero)
    }
    #expect(restoredCount > 20, "changes of texts and times must be harmless")
    #expect(restoredCount < 280, "most changes must be noticed")
  }

  /// Content with the checksum that fits it.
  private func sealed(_ content: [UInt8]) -> [UInt8] { content + Keccak256.hash(content).bytes }
}

extension Bytes32 {
  fileprivate static let one = Bytes32(bigEndian: 0, 0, 0, 1)
}

extension Scene {
  /// Applies a random entry. Every other association names an account of the API.
  @discardableResult
  mutating func applyNext(of random: inout RandomEntries) -> Outcome {
    let (action, actor) = random.next(nonce, exchange.sequence)
    guard case .associateWallet = action, random.chance(50) else { return apply(action, by: actor) }
    return apply(action, by: actor, label: SessionKeyName(random.pick(["one", "two"])))
  }
}
