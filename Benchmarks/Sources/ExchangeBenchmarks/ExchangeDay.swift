import EthereumPrimitives
import Foundation
import Ledger
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Synchronization
import TypedData

/// A busy day of an exchange, as a ledger: 10,000 wallets with a session key each, orders that rest and are cancelled,
/// orders that trade, index prices, and keys that are revoked and replaced.
final class ExchangeDay {
  let configuration: LedgerConfiguration
  let exchange: ExchangeConfiguration
  /// A wallet that has more open and closed orders than most.
  var busiestWallet: Address { signers.addresses[0] }

  static let walletCount = 10_000
  /// Entries before the first order.
  static let preparationMaximum = UInt64(2 * walletCount + 100)
  private static let entriesPerRound = 512
  private static let millisecondsPerRound: UInt64 = 200
  private static let openOrdersMaximum = 3_000
  private static let spareKeysMaximum = 100_000

  private let clock: SimulatedClock
  private let authenticator: RequestAuthenticator<KnownSigners>
  private let signers: KnownSigners
  /// Keys that never trade, with their wallets: these are revoked again.
  private var spareKeys: [(wallet: Int, key: Int)] = []
  private var nextKey = 2 * walletCount + 1
  private var prices: [Double] = [60_000, 2_200, 150]
  private var openOrders: [(wallet: Int, id: ClientOrderID)] = []
  private var generator = SplitMix64(state: 1)
  private var number: UInt64 = 0

  init() throws {
    let publisher = 2 * Self.walletCount
    signers = KnownSigners(count: publisher + 1 + Self.spareKeysMaximum)
    let clock = SimulatedClock()
    self.clock = clock
    let domain = Domain(name: "benchmark", version: "1", chainID: 1, verifyingContract: .zero)
    authenticator = RequestAuthenticator(domain: domain, verifier: signers, policy: .standard)
    exchange = try ExchangeConfiguration(indexPricePublisher: signers.addresses[publisher])
    configuration = LedgerConfiguration(
      domain: domain, policy: .standard, indexPricePublisher: signers.addresses[publisher],
      requestsPerBatchMaximum: Self.entriesPerRound, clock: { clock.now })
  }

  /// Writes at least so many entries.
  func write(entries count: UInt64, to path: String) async throws {
    let ledger = try SQLiteLedger(path: path, configuration: configuration)
    try await admit(try (0..<3).map(price), to: ledger)
    for first in stride(from: 0, to: Self.walletCount, by: 256) {
      let wallets = first..<min(first + 256, Self.walletCount)
      try await admit(
        try wallets.flatMap { [try deposit($0), try authorization(of: key(of: $0), by: $0)] }, to: ledger)
    }
    while try await ledger.latestSequence() < count {
      try await admit(try (0..<Self.entriesPerRound).compactMap { _ in try next() }, to: ledger)
    }
    try await ledger.close()
  }

  /// Submits requests together. What they refer to was admitted before.
  private func admit(_ requests: [SignedRequest], to ledger: SQLiteLedger) async throws {
    clock.advance(by: Self.millisecondsPerRound)
    let authenticated = try requests.map { try authenticator.authenticate($0, keys: ledger.sessionKeys) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for request in authenticated { group.addTask { _ = try await ledger.admit(request) } }
      try await group.waitForAll()
    }
  }
}

// MARK: - Requests

extension ExchangeDay {
  private func next() throws -> SignedRequest? {
    switch Int.random(in: 0..<1_000, using: &generator) {
    case 0..<30: return try price(Int.random(in: 0..<3, using: &generator))
    case 30..<34: return try change()
    case 34..<120: return try order(in: Int.random(in: 0..<3, using: &generator), isTrading: true)
    case 120..<560: return try order(in: Int.random(in: 0..<3, using: &generator), isTrading: false)
    default:
      guard openOrders.count > Self.openOrdersMaximum else {
        return try order(in: Int.random(in: 0..<3, using: &generator), isTrading: false)
      }
      return try cancellation()
    }
  }

  /// The session key of a wallet, as a signer.
  private func key(of wallet: Int) -> Int { Self.walletCount + wallet }

  private func nonce() -> Nonce {
    number += 1
    return Nonce(time: NonceTime(clock.now), clockSequence: UInt16(truncatingIfNeeded: number >> 48), node: number)
  }

  private func request(_ action: RequestedAction, by signer: Int) throws -> SignedRequest {
    SignedRequest(action: action, signature: try KnownSigners.signature(of: signer))
  }

  /// A few wallets do most of the trading.
  private func trader() -> Int {
    let spread = Double.random(in: 0..<1, using: &generator)
    return Int(spread * spread * Double(Self.walletCount))
  }

  private func price(_ market: Int) throws -> SignedRequest {
    prices[market] *= 1 + Double.random(in: -0.0005...0.0005, using: &generator)
    let action = RequestedAction.publishIndexPrice(
      IndexPrice(
        nonce: nonce(), wallet: exchange.indexPricePublisher, market: exchange.markets[market].market,
        price: onTick(prices[market], market)))
    return try request(action, by: 2 * Self.walletCount)
  }

  private func deposit(_ wallet: Int) throws -> SignedRequest {
    try request(
      .deposit(
        Deposit(nonce: nonce(), wallet: signers.addresses[wallet], quantity: try Pips("1000000.00000000"))), by: wallet)
  }

  private func authorization(of key: Int, by wallet: Int) throws -> SignedRequest {
    try request(
      .authorizeDelegatedKey(
        DelegatedKeyAuthorization(nonce: nonce(), delegatedKey: signers.addresses[key]),
        wallet: signers.addresses[wallet]), by: wallet)
  }

  /// Authorises another key of a wallet, or revokes one that was authorised some rounds ago.
  private func change() throws -> SignedRequest {
    if spareKeys.count > Self.entriesPerRound / 8 {
      let (wallet, key) = spareKeys.removeFirst()
      let revocation = SessionKeyRevocation(
        nonce: nonce(), wallet: signers.addresses[wallet], sessionKey: signers.addresses[key], openOrders: .cancel)
      return try request(.revokeSessionKey(revocation), by: wallet)
    }
    let (wallet, key) = (trader(), nextKey)
    nextKey += 1
    spareKeys.append((wallet, key))
    return try authorization(of: key, by: wallet)
  }

  private func order(in market: Int, isTrading: Bool) throws -> SignedRequest {
    let wallet = trader()
    let side: OrderSide = Bool.random(using: &generator) ? .buy : .sell
    let distance = isTrading ? -0.002 : Double.random(in: 0.001...0.01, using: &generator)
    let price = prices[market] * (side == .buy ? 1 - distance : 1 + distance)
    let id = try ClientOrderID("o\(number)")
    if !isTrading { openOrders.append((wallet, id)) }
    let steps = UInt64.random(in: 1_000...5_000, using: &generator)
    let order = try Order(
      nonce: nonce(), wallet: signers.addresses[wallet], sessionKey: signers.addresses[key(of: wallet)],
      market: exchange.markets[market].market, side: side,
      quantity: Pips(count: exchange.markets[market].orders.stepSize.count * steps) ?? .one,
      terms: .limit(price: onTick(price, market)), timeInForce: isTrading ? .ioc : .gtc,
      clientOrderID: isTrading ? nil : id)
    return try request(.trade(.order(order)), by: key(of: wallet))
  }

  private func cancellation() throws -> SignedRequest? {
    // Not one of this round: those may be admitted after it.
    let index = Int.random(in: 0..<(openOrders.count - Self.entriesPerRound), using: &generator)
    let (wallet, id) = openOrders.remove(at: index)
    let cancellation = OrderCancellationByOrderID(
      nonce: nonce(), wallet: signers.addresses[wallet], sessionKey: signers.addresses[key(of: wallet)],
      orderIDs: [.client(id)])
    return try cancellation.map { try request(.trade(.cancelByOrderID($0)), by: key(of: wallet)) }
  }

  private func onTick(_ price: Double, _ market: Int) -> Pips {
    let tick = exchange.markets[market].orders.tickSize.count
    return Pips(count: UInt64(price * 1e8) / tick * tick) ?? .one
  }
}

/// A clock that goes when it is told to.
final class SimulatedClock: Sendable {
  private let milliseconds = Atomic<UInt64>(1_800_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.load(ordering: .relaxed)) ?? .maximum }

  func advance(by duration: UInt64) { milliseconds.add(duration, ordering: .relaxed) }
}

/// The same numbers each time.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
