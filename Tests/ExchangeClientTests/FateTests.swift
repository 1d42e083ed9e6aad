import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization
import Testing

@Suite("A signed request is sent once, and its fate is found out")
struct FateTests {
  /// A server that loses orders in some way and then answers lookups.
  private func scene(
    onOrder: Reaction, onLookup: @escaping @Sendable (Order, ArrivedRequest) -> Reaction
  ) async throws -> Scene {
    let placed = Mutex<Order?>(nil)
    return try await Scene(
      configure: { $0.requestTimeout = .seconds(2) },
      answering: { request in
        switch request.call {
        case "POST /v1/sessionKeys": return Scene.registration(of: request)
        case "POST /v1/orders":
          let body = try? SignedRequestBody(request.body, of: .placeOrder).request()
          if case .trade(.order(let order))? = body?.action { placed.withLock { $0 = order } }
          return onOrder
        default:
          guard let order = placed.withLock({ $0 }) else { return .hangUp }
          return onLookup(order, request)
        }
      })
  }

  private func place(in scene: Scene) async throws -> (OrderDetails?, ExchangeError?) {
    let session = try await scene.session()
    let draft = try OrderDraft.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000")
    do throws(ExchangeError) { return (try await session.place(draft), nil) } catch { return (nil, error) }
  }

  @Test(
    "an order that was admitted without an answer is found by its client order id, and not sent again",
    arguments: [
      Reaction.hangUp, .silence, .answer(502, "<html>"), .answer(500, Scene.error("INTERNAL_SERVER_ERROR")),
      .answer(500, Scene.error("ADMISSION_UNKNOWN")),
    ])
  func found(reaction: Reaction) async throws {
    let scene = try await scene(onOrder: reaction) { order, _ in .answer(200, Scene.json(of: order)) }
    let (order, error) = try await place(in: scene)
    #expect(error == nil)
    #expect(order?.clientOrderID != nil)
    #expect(scene.server.requests(of: "POST /v1/orders").count == 1)
    let lookup = try #require(scene.server.requests(of: "GET /v1/orders").first)
    #expect(try ReadQuery(lookup.query, of: .orders).orderID == order?.clientOrderID.map { .client($0) })
  }

  @Test("an order that is not found has an unknown fate, and is not sent again")
  func notFound() async throws {
    let scene = try await scene(onOrder: .hangUp) { _, _ in .answer(404, Scene.error("ORDER_NOT_FOUND")) }
    let (_, error) = try await place(in: scene)
    guard case .fateUnknown(let fate)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fate.lookup == .notFound && fate.endpoint == .placeOrder)
    #expect(scene.server.requests(of: "POST /v1/orders").count == 1)
    #expect(scene.server.requests(of: "GET /v1/orders").count == 2)
  }

  @Test("another order of the same name is not taken for it: an older one, or one of another size")
  func anotherOrder() async throws {
    for (time, quantity) in [(Scene.now - 60_000, nil), (Scene.now, Pips.maximum)] as [(UInt64, Pips?)] {
      let scene = try await scene(onOrder: .hangUp) { order, _ in
        .answer(200, Scene.json(of: order, time: time, quantity: quantity))
      }
      let (order, error) = try await place(in: scene)
      #expect(order == nil && error != nil)
    }
  }

  @Test("looking that fails, too, is said")
  func lookupFails() async throws {
    let scene = try await scene(onOrder: .hangUp) { _, _ in .answer(503, Scene.error("SERVICE_UNAVAILABLE")) }
    guard case .fateUnknown(let fate)? = try await place(in: scene).1, case .failed = fate.lookup else {
      Issue.record("not said")
      return
    }
  }

  @Test(
    "a refusal is final: no lookup",
    arguments: [
      (400, "INVALID_PARAMETER"), (403, "SESSION_KEY_REVOKED"), (409, "NONCE_ALREADY_USED"),
      (429, "EXCEEDED_RATE_LIMIT"),
      (503, "SERVICE_UNAVAILABLE"), (503, "TRADING_DISABLED"),
    ])
  func refused(status: Int, code: String) async throws {
    let scene = try await scene(onOrder: .answer(status, Scene.error(code))) { _, _ in .hangUp }
    let (_, error) = try await place(in: scene)
    #expect(error?.code == ErrorCode(code))
    #expect(scene.server.requests(of: "POST /v1/orders").count == 1)
    #expect(scene.server.requests(of: "GET /v1/orders").isEmpty)
  }

  @Test("without credentials there is no lookup, and other signed calls are not sent again either")
  func withoutCredentials() async throws {
    let scene = try await Scene(answering: { _ in .hangUp })
    let trader = scene.exchange.trading(with: Scene.wallet)
    let draft = try OrderDraft.market(.buy, "1.00000000", of: "ETH-USD")
    let calls: [(SignedEndpoint, () async throws(ExchangeError) -> Void)] = [
      (.placeOrder, { () async throws(ExchangeError) in _ = try await trader.place(draft) }),
      (.cancelOrders, { () async throws(ExchangeError) in _ = try await trader.cancelAll() }),
      (
        .deposit,
        { () async throws(ExchangeError) in
          _ = try await scene.exchange.deposit(Pips.one, authorizedBy: Scene.wallet)
        }
      ),
    ]
    for (endpoint, call) in calls {
      guard case .fateUnknown(let fate)? = await thrown(call) else {
        Issue.record("\(endpoint)")
        continue
      }
      #expect(fate.endpoint == endpoint && fate.lookup == .notPossible && fate.clientOrderID == nil)
      #expect(scene.server.requests(of: endpoint.rawValue).count == 1)
    }
    #expect(scene.server.requests(of: "GET /v1/orders").isEmpty)
  }

  @Test("where nothing was sent, nothing is unknown")
  func neverSent() async throws {
    let scene = try await Scene()
    try await scene.server.close()
    await scene.exchange.close()
    let error = await thrown { () async throws(ExchangeError) in
      _ = try await scene.exchange.deposit(Pips.one, authorizedBy: Scene.wallet)
    }
    guard case .notReachable? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
