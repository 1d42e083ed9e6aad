import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Synchronization
import Testing

@Suite("Trading over a WebSocket", .timeLimit(.minutes(1)))
struct SocketTradingTests {
  /// A signed order as it came over a socket.
  struct ArrivedOrder: Sendable {
    let cid: String
    let order: Order

    init?(_ message: String) {
      guard let request = try? SocketRequest(Array(message.utf8)),
        case .request(.placeOrder, let body) = request.method,
        case .trade(.order(let order))? = try? body.request().action, let cid = request.cid
      else { return nil }
      (self.cid, self.order) = (cid, order)
    }

    func answered() -> String { #"{"type":"response","cid":"\#(cid)","data":\#(Scene.json(of: order))}"# }
    func refused(_ code: String) -> String {
      #"{"type":"error","data":{"code":"\#(code)","message":"no"},"cid":"\#(cid)"}"#
    }
  }

  /// A session that trades over a socket, and what the server does with each order.
  private func scene(
    configure: (inout ClientConfiguration) -> Void = { _ in },
    onLookup: @escaping ScriptedServer.Script = { _ in .answer(404, Scene.error("ORDER_NOT_FOUND")) },
    _ script: @escaping @Sendable (ScriptedSocket, ArrivedOrder) -> Void
  ) async throws -> (Scene, Session) {
    let scene = try await Scene(
      configure: configure,
      sockets: { socket, message in
        if let order = ArrivedOrder(message) { script(socket, order) }
      },
      answering: { $0.call == "POST /v1/sessionKeys" ? Scene.registration(of: $0) : onLookup($0) })
    return (scene, try await scene.session().overSocket())
  }

  private var draft: OrderDraft {
    get throws { try .limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000") }
  }

  private func place(_ session: Session) async throws -> (OrderDetails?, ExchangeError?) {
    let draft = try draft
    do throws(ExchangeError) { return (try await session.place(draft), nil) } catch { return (nil, error) }
  }

  @Test("the same calls go over one connection, and nothing over HTTP")
  func overSocket() async throws {
    let (scene, session) = try await scene { $0.send($1.answered()) }
    for _ in 1...3 { #expect(try await session.place(draft).clientOrderID != nil) }
    #expect(scene.server.sockets.all.count == 1)
    #expect(scene.server.requests(of: "POST /v1/orders").isEmpty)
  }

  @Test("answers find their requests in any order, with at most so many under way")
  func outOfOrder() async throws {
    let held = Mutex<[ArrivedOrder]>([])
    let (scene, session) = try await scene(configure: { $0.socket.requestsInFlightMaximum = 8 }) { socket, order in
      let batch = held.withLock { held -> [ArrivedOrder] in
        held.append(order)
        guard held.count == 8 else { return [] }
        defer { held = [] }
        return held
      }
      for order in batch.reversed() { socket.send(order.answered()) }
    }
    let draft = try draft
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...32 {
        group.addTask {
          var draft = draft
          draft.clientOrderID = try ClientOrderID(String(number))
          #expect(try await session.place(draft).clientOrderID?.text == String(number))
        }
      }
      try await group.waitForAll()
    }
    #expect(scene.server.sockets.all.first?.messages.count == 32)
  }

  @Test(
    "a refusal has the exchange's code, and a failure an unknown fate",
    arguments: [
      ("SESSION_KEY_REVOKED", true), ("INSUFFICIENT_FUNDS", true), ("SERVICE_UNAVAILABLE", true),
      ("EXCEEDED_RATE_LIMIT", true), ("INTERNAL_SERVER_ERROR", false), ("ADMISSION_UNKNOWN", false),
      ("SOMETHING_NEW", false),
    ])
  func refused(code: String, isKnown: Bool) async throws {
    let (_, session) = try await scene { $0.send($1.refused(code)) }
    let (_, error) = try await place(session)
    if isKnown {
      #expect(error?.code == ErrorCode(code))
    } else if case .fateUnknown? = error {
    } else {
      Issue.record("\(String(describing: error))")
    }
  }

  @Test(
    "where the connection is lost after some answers, the rest have unknown fates and are looked up", arguments: 0..<5)
  func lostConnection(after answers: Int) async throws {
    let arrived = Mutex<[ArrivedOrder]>([])
    let (scene, session) = try await scene(
      onLookup: { request in
        let query = try? ReadQuery(request.query, of: .orders)
        let order = arrived.withLock { $0 }.first { query?.orderID == $0.order.clientOrderID.map { .client($0) } }
        return order.map { .answer(200, Scene.json(of: $0.order)) } ?? .answer(404, Scene.error("ORDER_NOT_FOUND"))
      }
    ) { socket, order in
      let all = arrived.withLock { all in
        all.append(order)
        return all
      }
      guard socket.number == 0 else { return socket.send(order.answered()) }
      guard all.count == 5 else { return }
      for order in all.prefix(answers) { socket.send(order.answered()) }
      socket.cut()
    }
    let draft = try draft
    let names = try await withThrowingTaskGroup(of: ClientOrderID?.self) { group in
      for _ in 1...5 { group.addTask { try await session.place(draft).clientOrderID } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(names).count == 5)
    #expect(arrived.withLock { $0.count } == 5, "nothing was sent twice")
    #expect(scene.server.requests(of: "GET /v1/orders").count == 5 - answers)
    #expect(try await place(session).1 == nil, "the next order opens another connection")
    #expect(scene.server.sockets.all.count == 2)
  }

  @Test("what was never sent is known not to have been")
  func neverSent() async throws {
    let (scene, session) = try await scene { socket, _ in socket.cut() }
    guard case .fateUnknown? = try await place(session).1 else {
      Issue.record("its fate is not unknown")
      return
    }
    try await scene.server.close()
    guard case .notReachable? = try await place(session).1 else {
      Issue.record("it was sent")
      return
    }
    await session.exchange.close()
    guard case .notReachable? = try await place(session).1 else {
      Issue.record("it was sent")
      return
    }
  }

  @Test("an order that is not answered in time has an unknown fate, and one without a place was never sent")
  func late() async throws {
    let arrived = Mutex(0)
    let (_, session) = try await scene(configure: {
      $0.requestTimeout = .seconds(2)
      $0.socket.requestsInFlightMaximum = 1
      $0.fateLookupPauses = []
    }) { _, _ in arrived.withLock { $0 += 1 } }
    let draft = try draft
    let errors = await withTaskGroup(of: ExchangeError?.self) { group in
      for _ in 1...2 {
        group.addTask { await thrown { () async throws(ExchangeError) in _ = try await session.place(draft) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // The second may get the first one's place in the moment before its own time is over.
    let unknown = errors.filter { if case .fateUnknown? = $0 { true } else { false } }.count
    #expect(errors.filter { if case .notReachable? = $0 { true } else { false } }.count == 2 - unknown)
    #expect(unknown >= 1 && arrived.withLock { $0 } <= unknown)
  }

  @Test("a cancelled task does not wait; what it has sent has an unknown fate")
  func cancelled() async throws {
    let (arrived, signal) = AsyncStream.makeStream(of: Void.self)
    let (_, session) = try await scene { _, _ in signal.yield() }
    let draft = try draft
    let task = Task {
      await thrown { () async throws(ExchangeError) in _ = try await session.place(draft) }
    }
    for await _ in arrived { break }
    task.cancel()
    guard case .fateUnknown? = await task.value else {
      Issue.record("its fate is not unknown")
      return
    }
  }

  @Test("what is no message ends the connection")
  func garbage() async throws {
    let (scene, session) = try await scene { socket, order in socket.send(socket.number == 0 ? "{" : order.answered()) }
    guard case .fateUnknown? = try await place(session).1 else {
      Issue.record("its fate is not unknown")
      return
    }
    #expect(try await place(session).1 == nil)
    #expect(scene.server.sockets.all.count == 2)
  }

  @Test("a server without WebSockets is said to be one, and Katana Perps is not asked")
  func notThere() async throws {
    let scene = try await Scene(answering: { _ in .answer(404, Scene.error("ENDPOINT_NOT_FOUND")) })
    let error = await thrown { () async throws(ExchangeError) in _ = try await scene.exchange.overSocket() }
    guard case .notReachable? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let other = try await Scene(terms: .delegatedKeys(credentials: nil))
    let refusal = await thrown { () async throws(ExchangeError) in _ = try await other.exchange.overSocket() }
    guard case .invalid? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
  }

  @Test("the connection closes with the last copy")
  func closes() async throws {
    let scene: Scene
    do {
      let (made, session) = try await self.scene { $0.send($1.answered()) }
      _ = try await session.place(draft)
      scene = made
    }
    try await scene.server.sockets.all.first?.closed()
  }
}
