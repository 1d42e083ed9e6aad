import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

@Suite("Funds, margin and liquidation")
struct FundsTests {
  var scene: Scene

  init() throws {
    scene = try Scene()
    scene.deposit("100.00000000", alice)
    scene.deposit("10000.00000000", bob)
  }

  /// Alice buys what her 100 are enough for: 5 at 100.
  private mutating func open(_ quantity: String = "5.00000000") {
    scene.limit(.sell, quantity, at: "100.00000000", bob)
    scene.market(.buy, quantity, alice)
  }

  private mutating func balance(_ wallet: Address) -> String {
    scene.exchange.values(of: wallet)?.quoteBalance.description ?? "none"
  }

  @Test mutating func `what margin needs stays, to the pip`() throws {
    open()
    // 100 less a fee of 0.2, less a margin of 50.
    #expect(try scene.withdraw("49.80000001", alice).refusal == .insufficientFunds)
    #expect(try scene.withdraw("49.80000000", alice).refusal == nil)
    #expect(scene.exchange.values(of: alice)?.availableCollateral == .zero)
    #expect(scene.exchange.withdrawals(of: alice, page: HistoryPage()).map(\.quantity) == [pips("49.80000000")])
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `profit on paper cannot be withdrawn`() throws {
    open()
    scene.index("200.00000000")
    #expect(scene.exchange.values(of: alice)?.availableCollateral.description == "499.80000000")
    #expect(try scene.withdraw("99.80000001", alice).refusal == .insufficientFunds)
    #expect(try scene.withdraw("99.80000000", alice).refusal == nil)
  }

  @Test(arguments: [
    ("0.00000000", BusinessRefusal.withdrawalUnderMinimum(.one)), ("0.99999999", .withdrawalUnderMinimum(.one)),
    ("100.00000001", .insufficientFunds), ("92233720368.54775807", .insufficientFunds),
  ])
  mutating func `a withdrawal is refused`(_ quantity: String, _ refusal: BusinessRefusal) throws {
    #expect(try scene.withdraw(quantity, alice).refusal == refusal)
  }

  @Test(
    arguments: [
      (bob, "100.00000000", nil), (wallet(33), "100.00000000", nil), (bob, "100.00000001", .insufficientFunds),
      (alice, "1.00000000", .transferDestinationNotAllowed), (.zero, "1.00000000", .transferDestinationNotAllowed),
      (bob, "0.00000000", .zeroQuantity),
    ] as [(Address, String, BusinessRefusal?)])
  mutating func `a transfer moves what could be withdrawn`(
    _ destination: Address, _ quantity: String, _ refusal: BusinessRefusal?
  ) {
    let transfer = Transfer(
      nonce: scene.nonce, sourceWallet: alice, destinationWallet: destination, quantity: pips(quantity))
    #expect(scene.apply(.transfer(transfer)).refusal == refusal)
    #expect(balance(alice) == (refusal == nil ? "0.00000000" : "100.00000000"))
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `deposits beyond what 64 bits hold are counted`() {
    for _ in 0..<3 { scene.deposit("92233720368.54775807", alice) }
    #expect(balance(alice) == "276701161205.64327421")
    #expect(scene.exchange.violations == [])
  }

  @Test(
    arguments: [
      ("0.09999999", BusinessRefusal.initialMarginFractionOutOfRange(minimum: pips("0.10000000"))),
      ("1.00000001", .initialMarginFractionOutOfRange(minimum: pips("0.10000000"))), ("0.10000000", nil),
      ("0.19960000", nil), ("0.19960001", .insufficientFunds),
    ] as [(String, BusinessRefusal?)])
  mutating func `leverage goes down to the market's fraction and up to what the collateral is enough for`(
    _ fraction: String, _ refusal: BusinessRefusal?
  ) {
    open()
    let settings = InitialMarginFractionOverrideSettings(
      nonce: scene.nonce, wallet: alice, sessionKey: nil, market: Scene.market,
      initialMarginFractionOverride: pips(fraction))
    #expect(scene.apply(.trade(.setInitialMarginFraction(settings))).refusal == refusal)
    let chosen = scene.exchange.initialMarginFractions(of: alice).first?.initialMarginFraction
    #expect(chosen == (refusal == nil ? pips(fraction) : nil))
  }

  @Test mutating func `a wallet with exactly its maintenance margin stays, with a tick less it is liquidated`() throws {
    open("9.90000000")
    // Equity is 99.604 + 9.9 × (p − 100), maintenance 0.495 × p: equal at p = 94.68..., rounded to ticks.
    let price = try #require(scene.exchange.positions(of: alice).first?.liquidationPrice)
    #expect(price.description.hasPrefix("94.67"))
    scene.limit(.buy, "0.01000000", at: "50.00000000", alice)
    #expect(scene.index("94.68000000").events.count == 1)
    let outcome = scene.index("94.67000000")
    #expect(outcome.events.contains { if case .liquidation(let fill) = $0 { fill.wallet == alice } else { false } })
    #expect(balance(alice) == "0.00000000")
    #expect(scene.exchange.openOrders(of: alice, page: HistoryPage()).isEmpty)
    #expect(scene.exchange.accounts.list[0].positions[0].quantity == 990_000_000)
    #expect(scene.exchange.conservation.insuranceFund > .zero)
    #expect(scene.exchange.fills(of: alice, page: HistoryPage()).last?.type == .liquidation)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `the insurance fund bears what a bankrupt wallet cannot pay`() {
    open()
    scene.index("50.00000000")
    #expect(balance(alice) == "0.00000000")
    #expect(scene.exchange.conservation.insuranceFund.description == "-150.20000000")
    #expect(scene.exchange.conservation.error == .zero)
    #expect(scene.exchange.violations == [])
  }

  @Test(arguments: [
    (Scene.publisher, Scene.market, "0.00000000", "range"), (bob, Scene.market, "1.00000000", "publisher"),
    (Scene.publisher, symbol("NONE-USD"), "1.00000000", "market"),
    (Scene.publisher, Scene.market, "92233720.36854775", "taken"),
    (Scene.publisher, Scene.market, "92233720.36854776", "range"),
  ])
  mutating func `index prices come from one wallet and within bounds`(
    _ publisher: Address, _ market: MarketSymbol, _ price: String, _ expected: String
  ) {
    let outcome = scene.apply(
      .publishIndexPrice(IndexPrice(nonce: scene.nonce, wallet: publisher, market: market, price: pips(price))))
    let found =
      switch outcome.refusal {
      case .indexPriceOutOfRange: "range"
      case .notIndexPricePublisher: "publisher"
      case .marketNotFound: "market"
      case nil: "taken"
      default: "something else"
      }
    #expect(found == expected)
    #expect(scene.exchange.violations == [])
  }
}
