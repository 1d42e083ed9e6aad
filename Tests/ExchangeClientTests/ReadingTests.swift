import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Signing
import Testing

@Suite("Reading")
struct ReadingTests {
  private func failure(
    configure: @escaping (inout ClientConfiguration) -> Void = { _ in }, _ reaction: Reaction
  ) async throws -> (ExchangeError?, Int) {
    let scene = try await Scene(configure: configure, answering: { _ in reaction })
    let error = await thrown { () async throws(ExchangeError) in _ = try await scene.exchange.markets() }
    return (error, scene.server.requests(of: "GET /v1/markets").count)
  }

  @Test("a refusal comes with its code, its message and its status, and is not asked for again")
  func refusal() async throws {
    let (error, count) = try await failure(.answer(429, Scene.error("EXCEEDED_RATE_LIMIT", "wait")))
    guard case .refused(.exchange(.exceededRateLimit), "wait", 429)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count == 1)
    #expect(error?.code == .exchange(.exceededRateLimit))
  }

  @Test(
    "an answer that is something else is unreadable",
    arguments: [(200, "{}"), (200, "<html>"), (502, "<html>"), (302, "")])
  func unreadable(status: Int, text: String) async throws {
    let (error, count) = try await failure(.answer(status, text))
    guard case .unreadableAnswer(status, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count == 1)
  }

  @Test("an answer over the limit is not read")
  func tooLarge() async throws {
    let (error, _) = try await failure(
      configure: { $0.answerBytesMaximum = 2_000 }, .answer(200, String(repeating: " ", count: 2_001)))
    guard case .notAnswered(let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("larger"))
  }

  @Test("no answer in time is an error")
  func timeout() async throws {
    let (error, count) = try await failure(configure: { $0.requestTimeout = .seconds(2) }, .silence)
    guard case .notAnswered? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count == 1)
  }

  @Test("a read whose connection fails is sent again, so often and not oftener")
  func retries() async throws {
    let (error, count) = try await failure(.hangUp)
    guard case .notAnswered? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count == 3)
    let reactions = Sequence([.hangUp, .hangUp, .answer(200, "[]")])
    #expect(try await Scene(answering: { _ in reactions.next() }).exchange.markets().isEmpty)
  }

  @Test("a private read is signed over its query exactly as sent, with a fresh nonce each time")
  func credentials() async throws {
    let reactions = Sequence([.hangUp, .answer(200, "[]")])
    let scene = try await Scene(answering: { _ in reactions.next() })
    let credentials = try #require(APICredentials(key: "reader", secret: "hush-hush"))
    let account = scene.exchange.account(of: Scene.wallet.address, credentials: credentials)
    _ = try await account.orders(
      in: MarketSymbol("ETH-USD"), closed: true, page: ReadPage(start: Timestamp(milliseconds: 5), limit: 7))
    let requests = scene.server.requests(of: "GET /v1/orders")
    #expect(requests.count == 2)
    #expect(Set(requests.map(\.query)).count == 2)
    for request in requests {
      #expect(request.header("kp-api-key") == "reader")
      #expect(request.header("kp-hmac-signature") == credentials.signature(over: Array(request.query.utf8)))
      let query = try ReadQuery(request.query, of: .orders)
      #expect(query.wallet == Scene.wallet.address && query.closed == true && query.limit == 7)
      #expect(query.nonce?.time.timestamp.milliseconds == Scene.now)
    }
  }

  @Test("a public read carries no credentials")
  func publicReads() async throws {
    let scene = try await Scene(answering: { _ in .answer(200, "[]") })
    _ = try await scene.exchange.tickers(try MarketSymbol("ETH-USD"))
    let request = try #require(scene.server.requests(of: "GET /v1/tickers").first)
    #expect(request.query == "market=ETH-USD")
    #expect(request.header("kp-api-key") == nil)
  }
}
