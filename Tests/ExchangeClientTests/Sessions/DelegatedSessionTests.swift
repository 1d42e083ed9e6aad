import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization
import Testing

@Suite("A session at Katana Perps itself")
struct DelegatedSessionTests {
  private static let month: UInt64 = 30 * 86_400_000
  private let credentials: APICredentials

  init() throws { credentials = try #require(APICredentials(key: "account", secret: "hush-hush")) }

  private func scene(isAssociated: Bool = true, keys: String = "[]") async throws -> Scene {
    let answering: ScriptedServer.Script = { request in
      switch request.call {
      case "GET /v1/wallets": .answer(200, isAssociated ? "[\(Self.walletDetails)]" : "[]")
      case "POST /v1/wallets": .answer(200, Self.walletDetails)
      case "POST /v1/delegatedKeys", "DELETE /v1/delegatedKeys": Self.keyDetails(of: request)
      case "GET /v1/delegatedKeys": .answer(200, keys)
      case "POST /v1/orders": Scene.answer(to: request)
      case "DELETE /v1/orders": .answer(200, #"[{"orderId":"41","status":"canceled"}]"#)
      default: .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
      }
    }
    return try await Scene(terms: .delegatedKeys(credentials: credentials), answering: answering)
  }

  @Test("is the same lines as elsewhere: one approval, orders by the key, a withdrawal and an end by the wallet")
  func story() async throws {
    let scene = try await scene()
    let session = try await scene.exchange.startSession(authorizedBy: Scene.wallet, permitting: .unlimited)
    let order = try await session.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000", .postOnly))
    try await session.cancel(order)
    #expect(session.scope == .unlimited && session.expiresAt.milliseconds == Scene.now + Self.month)
    #expect(session.details == nil && session.wallet == Scene.wallet.address)

    let canceled = try await scene.exchange.end(session, authorizedBy: Scene.wallet)
    #expect(canceled.count == 1)
    #expect(
      scene.server.requests.map(\.call).filter { !$0.hasSuffix("/exchange") && !$0.hasSuffix("/time") } == [
        "GET /v1/wallets", "POST /v1/delegatedKeys", "POST /v1/orders", "DELETE /v1/orders",
        "DELETE /v1/delegatedKeys", "DELETE /v1/orders",
      ])
    let cancellation = try #require(scene.server.requests(of: "DELETE /v1/orders").last)
    guard
      case .trade(.cancelByDelegatedKey(let message)) = try SignedRequestBody(cancellation.body, of: .cancelOrders)
        .request().action
    else {
      Issue.record("another action")
      return
    }
    #expect(message.orderDelegatedKey == session.key.address && message.delegatedKey == .zero)
  }

  @Test("every signed call carries the account's credentials, over the body as sent")
  func credentialsOfSignedCalls() async throws {
    let scene = try await scene(isAssociated: false)
    let session = try await scene.exchange.startSession(authorizedBy: Scene.wallet, permitting: .unlimited)
    _ = try await session.place(.market(.sell, "1.00000000", of: "ETH-USD"))
    try await scene.exchange.end(session, openOrders: .keep, authorizedBy: Scene.wallet)
    for call in ["POST /v1/wallets", "POST /v1/delegatedKeys", "POST /v1/orders", "DELETE /v1/delegatedKeys"] {
      let request = try #require(scene.server.requests(of: call).first, "\(call)")
      #expect(request.header("kp-api-key") == "account")
      #expect(request.header("kp-hmac-signature") == credentials.signature(over: request.body))
    }
    #expect(scene.server.requests(of: "DELETE /v1/orders").isEmpty)
  }

  @Test("bounds and lifetimes that the exchange would not hold the key to are refused before anything is signed")
  func bounds() async throws {
    let scene = try await scene()
    let scopes: [(SessionKeyScope, Duration?, SessionKey)] = [
      (try .trade(in: ["ETH-USD"]), nil, SessionKey()), (try .trade(upTo: "5.00000000"), nil, SessionKey()),
      (try SessionKeyScope(permission: .cancelOnly), nil, SessionKey()), (.unlimited, .seconds(60), SessionKey()),
      (.unlimited, nil, try SessionKey(P256PrivateKey())),
    ]
    for (scope, lifetime, key) in scopes {
      let error = await thrown { () async throws(ExchangeError) in
        _ = try await scene.exchange.startSession(
          authorizedBy: Scene.wallet, permitting: scope, lasting: lifetime, key: key)
      }
      guard case .invalid? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(scene.server.requests.allSatisfy { $0.call.hasPrefix("GET") })
    _ = try await scene.exchange.startSession(
      authorizedBy: Scene.wallet, permitting: .unlimited, lasting: .seconds(30 * 86_400))
  }

  @Test("without the pair of an account none starts, and none is continued")
  func noCredentials() async throws {
    let scene = try await Scene(terms: .delegatedKeys(credentials: nil))
    let errors = [
      await thrown { () async throws(ExchangeError) in
        _ = try await scene.exchange.startSession(authorizedBy: Scene.wallet, permitting: .unlimited)
      },
      await thrown { () async throws(ExchangeError) in
        _ = try await scene.exchange.resumeSession(key: SessionKey(), wallet: Scene.wallet.address)
      },
    ]
    for error in errors {
      guard case .credentialsMissing? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test("the key cannot end itself, and the error says who can")
  func keyCannotEndItself() async throws {
    let scene = try await scene()
    let session = try await scene.exchange.startSession(authorizedBy: Scene.wallet, permitting: .unlimited)
    let error = await thrown { () async throws(ExchangeError) in _ = try await session.end() }
    guard case .invalid(let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("only the wallet"))
    let stranger = await thrown { () async throws(ExchangeError) in
      try await scene.exchange.end(session, authorizedBy: LocalWallet(Secp256k1PrivateKey()))
    }
    guard case .invalid? = stranger else {
      Issue.record("\(String(describing: stranger))")
      return
    }
    #expect(scene.server.requests(of: "DELETE /v1/delegatedKeys").isEmpty)
  }

  @Test("is continued with its key while the exchange lists it, and renewed with another")
  func resuming() async throws {
    let key = SessionKey()
    for (expiry, code) in [(Scene.now + 1, nil), (Scene.now, .sessionKeyExpired), (nil, .sessionKeyUnknown)]
      as [(UInt64?, RefusalCode?)]
    {
      let listed = expiry.map { Self.json(key.address.description, expires: $0) }
      let scene = try await scene(keys: "[\(listed ?? "")]")
      let error = await thrown { () async throws(ExchangeError) in
        let session = try await scene.exchange.resumeSession(key: key, wallet: Scene.wallet.address)
        let renewed = try await scene.exchange.renew(session, authorizedBy: Scene.wallet)
        #expect(renewed.key.address != key.address && renewed.expiresAt.milliseconds == Scene.now + Self.month)
      }
      #expect(error?.code == code.map(ErrorCode.refusal))
    }
  }

  private static let walletDetails =
    #"{"wallet":"\#(Scene.wallet.address)","equity":"0.00000000","freeCollateral":"0.00000000","#
    + #""heldCollateral":"0.00000000","availableCollateral":"0.00000000","buyingPower":"0.00000000","#
    + #""leverage":"0.00000000","marginRatio":"0.00000000","quoteBalance":"0.00000000","#
    + #""unrealizedPnL":"0.00000000","makerFeeRate":"0.00000000","takerFeeRate":"0.00000000"}"#

  private static func keyDetails(of request: ArrivedRequest) -> Reaction {
    let endpoint: SignedEndpoint = request.call.hasPrefix("POST") ? .authorizeDelegatedKey : .removeDelegatedKey
    switch (try? SignedRequestBody(request.body, of: endpoint))?.wanted {
    case .authorizeDelegatedKey(let message, _)?, .revokeDelegatedKey(let message, _)?:
      return .answer(200, json(message.delegatedKey.description, expires: Scene.now + month))
    default: return .answer(400, Scene.error("BAD_REQUEST"))
    }
  }

  private static func json(_ key: String, expires: UInt64) -> String {
    #"{"delegatedKey":"\#(key)","userAgent":"test","time":\#(Scene.now),"expires":\#(expires)}"#
  }
}

extension SignedRequestBody {
  fileprivate var wanted: RequestedAction? { try? request().action }
}
