import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Testing

/// A directory of one key.
private struct Directory: SessionKeyDirectory {
  var known: SessionKeyRecord?
  func record(of sessionKey: Address) -> SessionKeyRecord? { known?.address == sessionKey ? known : nil }
  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }
}

@Suite("A session")
struct SessionTests {
  private static func exchange(_ request: ArrivedRequest) -> Reaction {
    switch request.call {
    case "POST /v1/sessionKeys": Scene.registration(of: request)
    case "POST /v1/orders": Scene.answer(to: request)
    case "DELETE /v1/orders": .answer(200, #"[{"orderId":"41","status":"canceled"}]"#)
    case "DELETE /v1/sessionKeys": .answer(200, #"{"sequence":9,"orders":[]}"#)
    default: .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
    }
  }

  private func signed(_ scene: Scene, _ call: SignedEndpoint) throws -> SignedRequest {
    let request = try #require(scene.server.requests(of: call.rawValue).last)
    return try SignedRequestBody(request.body, of: call).request()
  }

  @Test("the wallet signs once, the key consents, and the key alone signs from then on")
  func story() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let session = try await scene.exchange.startSession(
      authorizedBy: Scene.wallet, permitting: .trade(in: ["ETH-USD"], upTo: "5000.00000000"), lasting: .seconds(90),
      named: SessionKeyName("laptop"))
    let authenticator = RequestAuthenticator(
      domain: scene.exchange.domain, verifier: ECDSAVerifier(), policy: .standard)
    let enrollment = try signed(scene, .authorizeSessionKey)
    #expect(try authenticator.authenticate(enrollment, keys: Directory()).actor == .wallet)
    #expect(enrollment.label?.text == "laptop")
    #expect(session.expiresAt.milliseconds == Scene.now + 90_000)

    let order = try await session.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000", .postOnly))
    _ = try await session.cancel(order)
    _ = try await session.end()
    let directory = Directory(known: Self.record(session))
    for call in [SignedEndpoint.placeOrder, .cancelOrders, .revokeSessionKeys] {
      let request = try authenticator.authenticate(signed(scene, call), keys: directory)
      #expect(request.actor.sessionKey?.address == session.key.address)
    }
    #expect(scene.server.requests(of: "POST /v1/orders").count == 1)
  }

  private static func record(_ session: Session) -> SessionKeyRecord {
    SessionKeyRecord(
      address: session.key.address, wallet: session.wallet, publicKey: session.key.publicKey, scope: .unlimited,
      authorizationNonce: session.exchange.nonce(), expiresAt: session.expiresAt, name: nil)
  }

  @Test("what its bounds forbid is not sent, and refused with the server's code")
  func bounds() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let limited = try await scene.session(permitting: .trade(in: ["ETH-USD"], upTo: "1000.00000000"))
    let drafts: [(OrderDraft, RefusalCode?)] = try [
      (.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000"), nil),
      (.limit(.buy, "0.50000001", of: "ETH-USD", at: "2000.00000000"), .sessionKeyOrderValueExceeded),
      (.limit(.buy, "0.50000000", of: "BTC-USD", at: "1.00000000"), .sessionKeyMarketNotPermitted),
      (.market(.buy, "9.00000000", of: "ETH-USD"), nil),
    ]
    for (draft, code) in drafts {
      let error = await thrown { () async throws(ExchangeError) in _ = try await limited.place(draft) }
      #expect(error?.code == code.map(ErrorCode.refusal))
    }
    #expect(scene.server.requests(of: "POST /v1/orders").count == 2)
    let canceller = try await scene.session(permitting: SessionKeyScope(permission: .cancelOnly))
    let refused = await thrown { () async throws(ExchangeError) in _ = try await canceller.place(drafts[0].0) }
    #expect(refused?.code == .refusal(.sessionKeyNotPermitted))
    _ = try await canceller.cancelAll()
  }

  @Test("it is over at its expiry by the server's clock, not by this machine's")
  func expiry() async throws {
    let clock = TestClock(Scene.now)
    let scene = try await Scene(configure: { $0.clock = { clock.now } }, answering: Self.exchange)
    let session = try await scene.session(lasting: .seconds(60))
    let draft = try OrderDraft.limit(.buy, "1.00000000", of: "ETH-USD", at: "2000.00000000")
    clock.set(Scene.now + 59_999)
    _ = try await session.place(draft)
    clock.set(Scene.now + 60_000)
    let error = await thrown { () async throws(ExchangeError) in _ = try await session.place(draft) }
    #expect(error?.code == .refusal(.sessionKeyExpired))
    _ = try await session.end()
  }

  @Test("a lifetime of nothing or over 30 days is not even signed", arguments: [0, -1, 2_592_001])
  func lifetimes(seconds: Int) async throws {
    let scene = try await Scene(answering: Self.exchange)
    await #expect(throws: ExchangeError.self) { try await scene.session(lasting: .seconds(seconds)) }
    #expect(scene.server.requests(of: "POST /v1/sessionKeys").isEmpty)
  }

  @Test("it is continued with its key, and not when the key is revoked or unknown")
  func resuming() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let session = try await scene.session()
    let credentials = try #require(session.credentials)
    guard case .authorizeSessionKey(let enrollment) = try signed(scene, .authorizeSessionKey).action else { return }
    for (list, code) in [
      ("[\(Scene.keyDetails(enrollment.authorization))]", nil),
      ("[\(Scene.keyDetails(enrollment.authorization, status: "revoked"))]", .sessionKeyRevoked),
      ("[]", .sessionKeyUnknown),
    ] as [(String, RefusalCode?)] {
      let other = try await Scene(answering: { _ in .answer(200, list) })
      let error = await thrown { () async throws(ExchangeError) in
        let resumed = try await other.exchange.resumeSession(
          key: session.key, wallet: session.wallet, credentials: credentials)
        #expect(resumed.expiresAt == session.expiresAt)
      }
      #expect(error?.code == code.map(ErrorCode.refusal))
    }
  }

  @Test("its signed calls carry no credentials")
  func noCredentialsOfSignedCalls() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let session = try await scene.session()
    _ = try await session.place(.market(.sell, "1.00000000", of: "ETH-USD"))
    let request = try #require(scene.server.requests(of: "POST /v1/orders").first)
    #expect(request.header("kp-api-key") == nil && request.header("kp-hmac-signature") == nil)
  }

  @Test("nothing shows its secrets")
  func secrets() async throws {
    let session = try await Scene(answering: Self.exchange).session()
    var dumped = ""
    dump(session, to: &dumped)
    #expect(!dumped.contains("hush-hush"))
    #expect(!"\(session)".contains("hush-hush"))
  }
}
