import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)
private let key = sessionKey(1, of: alice)
private let limited = sessionKey(2, of: alice, markets: [Scene.market])

@Suite("Cancellations and revocations reach what they may")
struct CancellationTests {
  var scene: Scene

  /// Alice's orders: hers, the key's and the limited key's in the first market; hers and the key's in the other.
  init() throws {
    scene = try Scene()
    scene.deposit("10000.00000000", alice)
    scene.deposit("10000.00000000", bob)
    scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "a")
    scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "b", key: key)
    scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "c", key: limited)
    scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "d", in: Scene.other)
    scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "e", key: key, in: Scene.other)
    scene.limit(.buy, "1.00000000", at: "90.00000000", bob, id: "a")
  }

  private var left: String {
    scene.exchange.openOrders(of: alice, page: HistoryPage()).compactMap(\.order.clientOrderID?.text).joined()
  }

  @Test(
    arguments: [
      // What is cancelled, by whom, and what is left.
      ("wallet", nil, ""), ("wallet", limited, "de"), ("market", nil, "de"), ("market", key, "de"), ("key", nil, "acd"),
      ("key", limited, "acde"), ("noKey", nil, "abcde"), ("revoke", nil, "acd"), ("keep", nil, "abcde"),
      ("revokeAll", nil, "ad"), ("keepAll", nil, "abcde"), ("delegated", nil, "acd"),
    ] as [(String, SessionKeyRecord?, String)])
  mutating func `what is meant and reached is cancelled, and nothing else`(
    _ what: String, _ signer: SessionKeyRecord?, _ expected: String
  ) {
    let (nonce, signerKey) = (scene.nonce, signer?.address)
    let action: RequestedAction =
      switch what {
      case "wallet":
        .trade(.cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: alice, sessionKey: signerKey)))
      case "market":
        .trade(
          .cancelByMarketSymbol(
            OrderCancellationByMarketSymbol(nonce: nonce, wallet: alice, sessionKey: signerKey, market: Scene.market)))
      case "key", "noKey":
        .trade(
          .cancelByDelegatedKey(
            OrderCancellationByDelegatedKey(
              nonce: nonce, wallet: alice, sessionKey: signerKey, ordersOf: what == "key" ? key.address : .zero)))
      case "revoke", "keep":
        .revokeSessionKey(
          SessionKeyRevocation(
            nonce: nonce, wallet: alice, sessionKey: key.address, openOrders: what == "keep" ? .keep : .cancel))
      case "revokeAll", "keepAll":
        .revokeAllSessionKeys(
          AllSessionKeysRevocation(nonce: nonce, wallet: alice, openOrders: what == "keepAll" ? .keep : .cancel))
      default: .revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key.address), wallet: alice)
      }
    let outcome = scene.apply(action, by: signer.map { .sessionKey($0) } ?? .wallet)
    #expect(left == expected)
    #expect(outcome.canceled.count == 5 - expected.utf8.count)
    #expect(scene.exchange.openOrders(of: bob, page: HistoryPage()).count == 1)
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `named orders are answered in their order, and what cannot be reached is not found`() throws {
    let numbers = scene.exchange.openOrders(of: alice, page: HistoryPage()).map(\.number.description)
    let bobs = try #require(scene.exchange.openOrders(of: bob, page: HistoryPage()).first).number.description
    let outcome = try scene.cancel(
      ["client:c", numbers[0], "client:d", "0\(numbers[1])", bobs, "client:zzz", numbers[0]], alice, key: limited)
    #expect(
      outcome.canceled.map(\.status) == [
        .canceled, .canceled, .notFound, .notFound, .notFound, .notFound, .notFound,
      ])
    #expect(left == "bde")
    #expect(scene.exchange.violations == [])
  }

  @Test mutating func `a client order id is free again when its order is closed`() throws {
    #expect(scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "a").refusal == .clientOrderIDInUse)
    _ = try scene.cancel(["client:a"], alice)
    #expect(scene.limit(.buy, "1.00000000", at: "90.00000000", alice, id: "a").refusal == nil)
  }

  @Test mutating func `an order that waits for its trigger is cancelled too`() throws {
    let placed = scene.place(.sell, "1.00000000", .stopLossMarket(.index(pips("80.00000000"))), alice)
    #expect(try scene.cancel([placed.id], alice).canceled.first?.order?.end == .requested)
    #expect(scene.index("79.00000000").updates == [])
  }
}
