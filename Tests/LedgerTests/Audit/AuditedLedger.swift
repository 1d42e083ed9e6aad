import EthereumPrimitives
import Foundation
import GRDB
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger
@testable import Signing

/// A ledger of many kinds of entries, closed, for tests to damage.
struct AuditedLedger {
  let world: World
  let place: SQLitePlace
  /// Has a key without limits, and a revoked one.
  let trader: Trader
  let revoked: Trader
  /// Has a key that may trade for 5 a day in ETH-USD, and has used 3 of it.
  let bounded: Trader
  /// The last entry before a test adds some.
  let count: UInt64

  static let policy = AdmissionPolicy(
    walletNonceAgeMaximum: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000,
    custodyAttemptRevokesKey: true)

  /// Makes the ledger, lets a test damage it, and cleans up.
  static func run(_ body: (AuditedLedger) async throws -> Void) async throws {
    let place = try SQLitePlace()
    defer { place.remove() }
    let ledger = try await AuditedLedger(place)
    try await ledger.world.ledger.close()
    try await body(ledger)
  }

  private init(_ place: SQLitePlace) async throws {
    self.place = place
    world = try await World(place, policy: try #require(Self.policy), requestsWaitingMaximum: 8_192)
    (trader, revoked, bounded) = (try Trader(seed: 1), try Trader(seed: 1, key: 1), try Trader(seed: 2))
    try await world.admit(world.authorization(of: trader, name: "laptop"))
    try await world.admit(world.authorization(of: revoked))
    let scope = try SessionKeyScope(
      permission: .trade, markets: [MarketSymbol("ETH-USD")], maximumDailyValue: Pips("5.00000000"),
      maximumPriceDeviation: Pips("0.10000000"))
    try await world.admit(world.authorization(of: bounded, scope: scope))
    try await world.admit(world.indexPrice("1.00000000", by: world.publisher))
    for _ in 0..<3 {
      world.clock.advance(milliseconds: 7)
      for trader in [trader, revoked, bounded] { try await world.admit(world.order(of: trader)) }
    }
    try await world.admit(world.revocation(of: revoked))
    try await Self.revokeInOtherWays(world)
    try await world.admit(world.deposit(by: trader))
    count = try await world.ledger.latestSequence()
  }

  /// Keys that are revoked with all of their wallet's, by the exchange's own message, and for a custody attempt.
  private static func revokeInOtherWays(_ world: World) async throws {
    let (all, exchange, thief) = (try Trader(seed: 3), try Trader(seed: 4), try Trader(seed: 5))
    try await world.admit(world.authorization(of: all))
    try await world.admit(world.revocationOfAll(by: all))
    let message = DelegatedKeyAuthorization(nonce: world.nonce(), delegatedKey: exchange.key)
    try await world.admit(
      world.signed(.authorizeDelegatedKey(message, wallet: exchange.wallet), by: exchange.walletKey))
    try await world.admit(world.order(of: exchange))
    let again = DelegatedKeyAuthorization(nonce: world.nonce(), delegatedKey: exchange.key)
    try await world.admit(world.signed(.revokeDelegatedKey(again, wallet: exchange.wallet), by: exchange.walletKey))
    try await world.admit(world.authorization(of: thief))
    _ = try await world.ledger.recordCustodyAttempt(#require(try world.attempt(world.withdrawal(from: thief))))
  }

  func audit() async throws -> AuditReport {
    try await place.audit(policy: world.policy, indexPricePublisher: world.publisher.wallet)
  }

  /// The kinds of what an audit finds, without repetition.
  func findings() async throws -> Set<AuditFinding.Kind> { Set(try await audit().findings.map(\.kind)) }
}

// MARK: - Damage

extension AuditedLedger {
  /// Does to the file what no trigger and no constraint would let pass.
  func write(_ body: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: place.path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
      for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(name)")
      }
      try body(db)
    }
    try queue.close()
  }

  func execute(_ sql: String) throws { try write { try $0.execute(sql: sql) } }

  /// Appends an entry that is numbered and chained as it must be, and writes nothing into the other tables.
  func append(
    _ request: SignedRequest, by key: Address?, kind: LedgerEntry.Kind = .admission, judgement: Judgement? = nil
  ) throws {
    let judgement = judgement ?? Judgement(now: world.clock.now, indexPrice: nil, orderValue: nil, valueUsedBefore: nil)
    let encoded = RequestEncoding.encode(request)
    try write { db in
      let sequence = try EntryRows.last(in: db).map { $0.sequence + 1 } ?? 1
      let chain = EntryChain.hash(
        after: try EntryRows.latestChain(in: db), sequence: sequence, kind: kind.rawValue, sessionKey: key,
        request: encoded, judgement: judgement)
      try db.execute(
        sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          Int64(sequence), judgement.now.sql, Int64(kind.rawValue), key?.blob, Data(encoded),
          judgement.indexPrice?.sql, judgement.orderValue?.sql, judgement.valueUsedBefore?.sql, Data(chain.bytes),
        ])
    }
  }

  /// The bytes of an entry's request.
  func request(of sequence: UInt64) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { db in
      bytes = [UInt8](
        try Data.fetchOne(db, sql: "SELECT request FROM entry WHERE sequence = ?", arguments: [Int64(sequence)])
          ?? Data())
    }
    return bytes
  }
}
