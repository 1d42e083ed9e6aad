import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Synchronization
import Testing

@Suite("A nonce that is refused for its time")
struct NonceTests {
  /// An exchange whose clock can be set, and which holds nonces to it as the real one does.
  private func scene(
    clock: TestClock, server: TestClock, isAcceptingNone: Bool = false
  ) async throws -> Scene {
    try await Scene(
      serverClock: { server.now.milliseconds }, configure: { $0.clock = { clock.now } },
      answering: { request in
        switch request.call {
        case "POST /v1/sessionKeys": return Scene.registration(of: request)
        case "POST /v1/orders":
          guard let nonce = Self.nonce(in: request) else { return .answer(400, Scene.error("BAD_REQUEST")) }
          let (now, time) = (server.now.milliseconds, nonce.time.timestamp.milliseconds)
          let isFresh = time + 60_000 >= now && time <= now + 10_000 && !isAcceptingNone
          return isFresh ? Scene.answer(to: request, time: now) : .answer(400, Scene.error("NONCE_OUTSIDE_WINDOW"))
        default: return .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
        }
      })
  }

  private static func nonce(in request: ArrivedRequest) -> Nonce? {
    try? SignedRequestBody(request.body, of: .placeOrder).request().action.nonce
  }

  @Test(
    "has the clock measured again, and the order signed anew with another nonce, once",
    arguments: [3_600_000, -3_600_000, 86_400_000, -86_400_000])
  func measured(jump: Int64) async throws {
    let (clock, server) = (TestClock(Scene.now), TestClock(Scene.now))
    let scene = try await scene(clock: clock, server: server)
    let session = try await scene.session(lasting: .seconds(20 * 86_400))
    let draft = try OrderDraft.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000")
    _ = try await session.place(draft)
    server.set(Scene.now + 120_000)
    clock.set(UInt64(Int64(Scene.now) + jump))
    _ = try await session.place(draft)
    _ = try await session.place(draft)
    let nonces = scene.server.requests(of: "POST /v1/orders").compactMap(Self.nonce)
    #expect(nonces.count == 4 && Set(nonces).count == 4)
    #expect(scene.exchange.clockOffsetMilliseconds == 120_000 - jump)
  }

  @Test("is not tried a third time")
  func once() async throws {
    let (clock, server) = (TestClock(Scene.now), TestClock(Scene.now))
    let scene = try await scene(clock: clock, server: server, isAcceptingNone: true)
    let session = try await scene.session()
    let draft = try OrderDraft.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000")
    let error = await thrown { () async throws(ExchangeError) in _ = try await session.place(draft) }
    #expect(error?.code == .refusal(.nonceOutsideWindow))
    #expect(scene.server.requests(of: "POST /v1/orders").count == 2)
  }
}
