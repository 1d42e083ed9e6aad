import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization
import Testing

@Suite("A session is renewed")
struct RenewalTests {
  private static func exchange(_ request: ArrivedRequest) -> Reaction {
    switch request.call {
    case "POST /v1/sessionKeys": Scene.registration(of: request)
    case "POST /v1/orders": Scene.answer(to: request)
    case "DELETE /v1/sessionKeys": .answer(200, #"{"sequence":9,"orders":[]}"#)
    default: .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
    }
  }

  @Test("with another key and the same bounds, while the old one trades on; orders are placed throughout")
  func renews() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let scope = try SessionKeyScope.trade(in: ["ETH-USD"], upTo: "5000.00000000")
    let old = try await scene.session(permitting: scope)
    let draft = try OrderDraft.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000")
    let (started, placed) = AsyncStream.makeStream(of: Void.self)
    let current = Mutex<Session?>(old)
    let trading = Task {
      while let session = current.withLock({ $0 }) {
        _ = try await session.place(draft)
        placed.yield()
      }
    }
    for await _ in started.prefix(3) {}

    let new = try await scene.exchange.renew(old, authorizedBy: Scene.wallet, lasting: .seconds(120))
    current.withLock { $0 = new }
    for await _ in started.prefix(3) {}
    _ = try await old.end(openOrders: .keep)
    for await _ in started.prefix(3) {}
    current.withLock { $0 = nil }
    try await trading.value

    #expect(new.key.address != old.key.address)
    #expect(new.scope == scope)
    #expect(new.expiresAt.milliseconds == Scene.now + 120_000)
    let end = try #require(scene.server.requests(of: "DELETE /v1/sessionKeys").first)
    guard
      case .revokeSessionKey(let revocation) = try SignedRequestBody(end.body, of: .revokeSessionKeys).request().action
    else {
      Issue.record("another action")
      return
    }
    #expect(revocation.sessionKey == old.key.address && revocation.openOrders == .keep)
  }

  @Test("by its own wallet, and not with its own key")
  func refused() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let old = try await scene.session()
    for (wallet, key) in [(LocalWallet(Secp256k1PrivateKey()), SessionKey()), (Scene.wallet, old.key)] {
      let error = await thrown { () async throws(ExchangeError) in
        _ = try await scene.exchange.renew(old, authorizedBy: wallet, key: key)
      }
      guard case .invalid? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(scene.server.requests(of: "POST /v1/sessionKeys").count == 1)
  }
}
