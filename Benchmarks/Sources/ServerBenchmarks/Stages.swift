import EthereumPrimitives
import ExchangeAPI
import Figures
import Foundation
import Ledger
import PerpsProtocol
import SandboxExchange
import ServedExchange
import SessionKeys
import Signing
import TypedData

/// What one order costs where, in processor time, each stage alone and without a network.
///
/// Beside the whole that a server takes for an order, this says what the rest is: connections, HTTP, and handing work
/// from thread to thread.
struct Stages {
  private let domain = Domain(
    name: "benchmark", version: "1", chainID: 1, verifyingContract: .zero)
  private let directory: URL
  private let wallet = LocalWallet(Secp256k1PrivateKey())
  private let publisher = LocalWallet(Secp256k1PrivateKey())
  private let key = SessionKey()
  private let market: MarketSymbol

  private static let count = 6_000
  private static let batch = 64

  init(directory: URL) throws {
    self.directory = directory
    market = try MarketSymbol("ETH-USD")
  }

  func run() async throws {
    Output.note("the stages of an order")
    try? FileManager.default.removeItem(at: directory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let entries = EntryList()
    let ledger = try SQLiteLedger(
      path: directory.appending(path: "ledger.sqlite").path,
      configuration: LedgerConfiguration(
        domain: domain, policy: .standard, indexPricePublisher: publisher.address, clock: { .now },
        onCommit: { entries.append($0) }))
    let authenticator = RequestAuthenticator(domain: domain, verifier: ECDSAVerifier(), policy: .standard)
    for request in try preparation() {
      _ = try await ledger.admit(authenticator.authenticate(request, keys: ledger.sessionKeys))
    }
    var nonces = NonceSequence()
    let bodies = try (0..<Self.count).map { try body(number: $0, nonce: nonces.next(now: NonceTime(.now))) }

    let requests = try measure("read", bodies) { try SignedRequestBody($0, of: .placeOrder).request() }
    _ = measure("hash", requests) { $0.action.digest(in: domain) }
    let authenticated = try measure("hash-and-recover", requests) {
      try authenticator.authenticate($0, keys: ledger.sessionKeys)
    }
    try await measureLedger(authenticated, ledger)
    let applied = try apply(entries.all)
    _ = try measure("write", applied) { try JSONEncoder.answers.encode($0) }
    try await ledger.close()
  }

  private func preparation() throws -> [SignedRequest] {
    var nonces = NonceSequence()
    func nonce() -> Nonce { nonces.next(now: NonceTime(.now)) }
    let price = IndexPrice(
      nonce: nonce(), wallet: publisher.address, market: market, price: try Pips("2000.00000000"))
    let deposit = Deposit(nonce: nonce(), wallet: wallet.address, quantity: try Pips("10000000.00000000"))
    let authorization = try SessionKeyAuthorization(
      nonce: nonce(), wallet: wallet.address, sessionKey: key.address,
      scope: SessionKeyScope(permission: .trade, markets: [market]),
      expiresAt: Timestamp.now.adding(milliseconds: 3_600_000))
    let enrollment = SessionKeyEnrollment(
      authorization: authorization, consent: try key.consent(to: authorization, in: domain), publicKey: nil)
    return [
      SignedRequest(
        action: .publishIndexPrice(price), signature: .secp256k1(try publisher.sign(price, in: domain))),
      SignedRequest(action: .deposit(deposit), signature: .secp256k1(try wallet.sign(deposit, in: domain))),
      SignedRequest(
        action: .authorizeSessionKey(enrollment), signature: .secp256k1(try wallet.sign(authorization, in: domain))),
    ]
  }

  private func body(number: Int, nonce: Nonce) throws -> [UInt8] {
    let order = try Order(
      nonce: nonce, wallet: wallet.address, sessionKey: key.address, market: market, side: .buy,
      quantity: try Pips("0.01000000"), terms: .limit(price: try Pips("1900.00000000")),
      clientOrderID: try ClientOrderID("\(number)"))
    let action = TradingAction.order(order)
    let request = SignedRequest(action: .trade(action), signature: try key.sign(action, in: domain))
    return try SignedRequestBody.encode(request).body
  }

  /// Judging, encoding, appending and making durable, so many at a time.
  private func measureLedger(_ requests: [AuthenticatedRequest], _ ledger: SQLiteLedger) async throws {
    let begin = ProcessorTime.now
    for start in stride(from: 0, to: requests.count, by: Self.batch) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for request in requests[start..<min(start + Self.batch, requests.count)] {
          group.addTask { _ = try await ledger.admit(request) }
        }
        try await group.waitForAll()
      }
    }
    report("ledger", begin, requests.count)
  }

  /// Carrying out: the answers to the orders.
  private func apply(_ entries: [LedgerEntry]) throws -> [OrderDetails] {
    var exchange = SandboxExchange(configuration: try ExchangeConfiguration(indexPricePublisher: publisher.address))
    var outcomes: [Outcome] = []
    outcomes.reserveCapacity(entries.count)
    let begin = ProcessorTime.now
    for entry in entries { outcomes.append(exchange.apply(entry)) }
    report("exchange", begin, entries.count)
    return try outcomes.compactMap { outcome in
      guard case .order(let state, _) = outcome.answer else { return nil }
      let order = state.order
      return OrderDetails(
        market: order.market, orderID: try OrderID("\(state.number.sequence)"), clientOrderID: order.clientOrderID,
        wallet: order.wallet, time: state.time, status: state.status, type: order.type, side: order.side,
        originalQuantity: order.quantity, executedQuantity: state.executedQuantity,
        cumulativeQuoteQuantity: state.cumulativeQuoteQuantity, price: order.limitPrice, reduceOnly: false,
        timeInForce: order.timeInForce, selfTradePrevention: order.selfTradePrevention,
        delegatedKey: order.delegatedKey, fills: [], sequence: outcome.sequence,
        sessionKey: RemainingAuthority(expiresAt: state.time, valueRemainingToday: nil))
    }
  }

  private func measure<Item, Value>(
    _ name: String, _ items: [Item], _ body: (Item) throws -> Value
  ) rethrows -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    let begin = ProcessorTime.now
    for item in items { values.append(try body(item)) }
    report(name, begin, items.count)
    return values
  }

  private func report(_ name: String, _ begin: Double, _ count: Int) {
    Output.figure("order-\(name)", (ProcessorTime.now - begin) * 1e6 / Double(count), "us")
  }
}

/// What was committed, in order.
private final class EntryList: @unchecked Sendable {
  private(set) var all: [LedgerEntry] = []
  /// Only the ledger's one writer calls this, and nobody reads meanwhile.
  func append(_ entries: [LedgerEntry]) { all += entries }
}

extension JSONEncoder {
  /// As the server writes its answers.
  fileprivate static var answers: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

extension Timestamp {
  fileprivate static var now: Timestamp {
    Timestamp(milliseconds: UInt64(Date.now.timeIntervalSince1970 * 1_000)) ?? .maximum
  }
}
