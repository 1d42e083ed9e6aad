import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger
@testable import SandboxExchange

/// An exchange in a test, with short ways to make entries for it.
///
/// One market with round numbers: tick 0.01, step 0.001, initial margin 10 %, maintenance 5 %, fees 0.01 % and 0.04 %.
struct Scene {
  var exchange: SandboxExchange
  var entries: [LedgerEntry] = []
  private var milliseconds: UInt64 = 1_800_000_000_000

  static let market = symbol("TEST-USD")
  static let other = symbol("OTHER-USD")
  static let publisher = wallet(250)
  static let signature = KeySignature.secp256k1(placeholder)

  init(
    markets: [MarketConfiguration] = [Scene.configuration(Scene.market), Scene.configuration(Scene.other)],
    index: String? = "100.00000000"
  ) throws {
    exchange = SandboxExchange(
      configuration: try ExchangeConfiguration(markets: markets, indexPricePublisher: Scene.publisher))
    guard let index else { return }
    for market in markets { index_(market.market, index) }
  }

  private mutating func index_(_ market: MarketSymbol, _ price: String) { index(price, market) }

  static func configuration(
    _ market: MarketSymbol, status: MarketStatus = .active, priceLimit: Pips = pips("0.50000000"),
    maximumPositionSize: Pips = pips("1000.00000000")
  ) -> MarketConfiguration {
    let orders = OrderBounds(
      tickSize: pips("0.01000000"), stepSize: pips("0.00100000"), makerOrderMinimum: pips("0.01000000"),
      takerOrderMinimum: pips("0.00200000"), marketOrderPriceLimit: pips("0.20000000"),
      limitOrderPriceLimit: priceLimit)
    let margin = MarginSchedule(initialFraction: pips("0.10000000"), maintenanceFraction: pips("0.05000000"))
    do {
      return try MarketConfiguration(
        market: market, status: status, orders: orders, margin: margin, makerFeeRate: pips("0.00010000"),
        takerFeeRate: pips("0.00040000"), minimumPositionSize: pips("0.00100000"),
        maximumPositionSize: maximumPositionSize)
    } catch { fatalError("\(error)") }
  }
}

// MARK: - Entries

extension Scene {
  @discardableResult
  mutating func apply(
    _ action: RequestedAction, by actor: Actor = .wallet, label: SessionKeyName? = nil
  ) -> Outcome {
    milliseconds += 1
    guard let now = Timestamp(milliseconds: milliseconds) else { fatalError("time") }
    let entry = LedgerEntry(
      sequence: exchange.sequence + 1, request: SignedRequest(action: action, signature: Scene.signature, label: label),
      actor: actor, judgement: Judgement(now: now, indexPrice: nil, orderValue: nil, valueUsedBefore: nil))
    entries.append(entry)
    return exchange.apply(entry)
  }

  var nonce: Nonce { Nonce(time: NonceTime(Timestamp.epoch), clockSequence: 1, node: exchange.sequence) }

  mutating func wait(milliseconds duration: UInt64) { milliseconds += duration }

  @discardableResult
  mutating func index(_ price: String, _ market: MarketSymbol = Scene.market) -> Outcome {
    apply(
      .publishIndexPrice(
        IndexPrice(nonce: nonce, wallet: Scene.publisher, market: market, price: pips(price))))
  }

  @discardableResult
  mutating func deposit(_ quantity: String, _ wallet: Address) -> Outcome {
    apply(.deposit(Deposit(nonce: nonce, wallet: wallet, quantity: pips(quantity))))
  }

  @discardableResult
  mutating func withdraw(_ quantity: String, _ wallet: Address) throws -> Outcome {
    apply(
      .withdraw(
        try #require(Withdrawal(nonce: nonce, wallet: wallet, quantity: pips(quantity), maximumGasFee: .zero))))
  }

  @discardableResult
  mutating func place(
    _ side: OrderSide, _ quantity: String, _ terms: OrderTerms, _ wallet: Address,
    in market: MarketSymbol = Scene.market, key: SessionKeyRecord? = nil, reduceOnly: Bool = false,
    _ timeInForce: TimeInForce = .gtc, stp: SelfTradePrevention? = nil, id: String? = nil
  ) -> Outcome {
    do {
      let order = try Order(
        nonce: nonce, wallet: wallet, sessionKey: key?.address, market: market, side: side, quantity: pips(quantity),
        terms: terms, isReduceOnly: reduceOnly, timeInForce: timeInForce,
        selfTradePrevention: stp ?? (timeInForce == .fok ? .cn : .dc),
        clientOrderID: try id.map { try ClientOrderID($0) })
      return apply(.trade(.order(order)), by: key.map { .sessionKey($0) } ?? .wallet)
    } catch { fatalError("\(error)") }
  }

  @discardableResult
  mutating func limit(
    _ side: OrderSide, _ quantity: String, at price: String, _ wallet: Address,
    _ timeInForce: TimeInForce = .gtc, stp: SelfTradePrevention? = nil, id: String? = nil, reduceOnly: Bool = false,
    key: SessionKeyRecord? = nil, in market: MarketSymbol = Scene.market
  ) -> Outcome {
    place(
      side, quantity, .limit(price: pips(price)), wallet, in: market, key: key, reduceOnly: reduceOnly, timeInForce,
      stp: stp, id: id)
  }

  @discardableResult
  mutating func market(
    _ side: OrderSide, _ quantity: String, _ wallet: Address, reduceOnly: Bool = false, key: SessionKeyRecord? = nil
  ) -> Outcome {
    place(side, quantity, .market, wallet, key: key, reduceOnly: reduceOnly)
  }

  @discardableResult
  mutating func associate(_ wallet: Address, withAccount account: String? = nil) -> Outcome {
    apply(
      .associateWallet(WalletAssociation(nonce: nonce, wallet: wallet)), label: account.flatMap { SessionKeyName($0) })
  }

  mutating func cancel(_ references: [String], _ wallet: Address, key: SessionKeyRecord? = nil) throws -> Outcome {
    let cancellation = try #require(
      OrderCancellationByOrderID(
        nonce: nonce, wallet: wallet, sessionKey: key?.address, orderIDs: try references.map { try OrderReference($0) })
    )
    return apply(.trade(.cancelByOrderID(cancellation)), by: key.map { .sessionKey($0) } ?? .wallet)
  }

  mutating func cancelAll(_ wallet: Address, key: SessionKeyRecord? = nil) -> Outcome {
    apply(
      .trade(.cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: key?.address))),
      by: key.map { .sessionKey($0) } ?? .wallet)
  }
}

// MARK: - Values

func pips(_ text: String) -> Pips {
  do { return try Pips(text) } catch { fatalError("\(text): \(error)") }
}

func symbol(_ text: String) -> MarketSymbol {
  do { return try MarketSymbol(text) } catch { fatalError("\(text): \(error)") }
}

/// A wallet of a test.
func wallet(_ number: UInt8) -> Address {
  Address([UInt8](repeating: 0xaa, count: 19) + [number]) ?? .zero
}

/// A session key of a test.
func sessionKey(
  _ number: UInt8, of wallet: Address, markets: [MarketSymbol] = [], deviation: String? = nil
) -> SessionKeyRecord {
  do {
    return SessionKeyRecord(
      address: Address([UInt8](repeating: 0xbb, count: 19) + [number]) ?? .zero, wallet: wallet, publicKey: nil,
      scope: try SessionKeyScope(
        permission: .trade, markets: markets, maximumPriceDeviation: deviation.map(pips)),
      authorizationNonce: Nonce(time: NonceTime(Timestamp.epoch), clockSequence: 0, node: 0), expiresAt: .maximum,
      name: nil)
  } catch { fatalError("\(error)") }
}

private var placeholder: RecoverableSignature {
  do { return try RecoverableSignature(r: one, s: one, recoveryID: 0) } catch { fatalError("\(error)") }
}

private let one = Bytes32(bigEndian: 0, 0, 0, 1)

// MARK: - Outcomes

extension Outcome {
  /// The order that was placed.
  var order: OrderState? {
    if case .order(let state, _) = answer { state } else { nil }
  }

  /// Its fills in the entry.
  var fills: [Fill] {
    if case .order(_, let fills) = answer { fills } else { [] }
  }

  /// The orders that were cancelled, or not found.
  var canceled: [CanceledOrder] {
    switch answer {
    case .canceled(let orders), .sessionKeysRevoked(let orders): orders
    default: []
    }
  }

  /// The order updates, as kind and order number.
  var updates: [String] {
    events.compactMap { event in
      guard case .order(let update) = event else { return nil }
      return "\(update.kind.wireName) \(update.state.number) \(update.state.status.wireName)"
    }
  }

  /// The id of the order that was placed.
  var id: String { order.map { $0.number.description } ?? "none" }
}
