import ExchangeAPI
import HTTPTypes
import Testing

@testable import ExchangeServer

@Suite("Whatever is sent, the answer says what was wrong")
struct ResponderTests {
  @Test(
    "a body that is not what the call takes is refused with the reason",
    arguments: [
      ("", "BAD_REQUEST"), ("{", "BAD_REQUEST"), ("[]", "INVALID_PARAMETER"), ("{}", "REQUIRED_PARAMETER"),
      (#"{"parameters": {}, "signature": "0x", "signature": "0x"}"#, "BAD_REQUEST"),
      (#"{"parameters": {}, "signature": "0x", "other": 1}"#, "INVALID_PARAMETER"),
      (#"{"parameters": {"nonce": 1}, "signature": "0x"}"#, "INVALID_PARAMETER"),
      (#"{"parameters": {}, "signature": "0x"} x"#, "BAD_REQUEST"),
    ])
  func malformedBodyIsRefused(body: String, code: String) async throws {
    try await TestExchange.run { exchange in
      let answer = try await exchange.execute(.post, "/v1/orders", body: Array(body.utf8))
      #expect(answer.status == 400 && answer.code == code, "\(answer.text)")
    }
  }

  @Test("a body that is too large, or compressed, is refused")
  func largeBodyIsRefused() async throws {
    try await TestExchange.run { exchange in
      let large = [UInt8](repeating: UInt8(ascii: " "), count: SignedRequestBody.bytesMaximum + 1)
      let answer = try await exchange.execute(.post, "/v1/orders", body: large)
      #expect(answer.status == 413 && answer.code == "REQUEST_TOO_LARGE")
      let zipped = try await exchange.execute(.post, "/v1/orders", headers: [.contentEncoding: "gzip"], body: [1])
      #expect(zipped.status == 400 && zipped.code == "BAD_REQUEST")
    }
  }

  @Test("what there is not is 404, and what the path does not take 405 with what it takes")
  func routesAreExact() async throws {
    try await TestExchange.run { exchange in
      #expect(try await exchange.execute(.get, "/v1/nothing").status == 404)
      let answer = try await exchange.execute(.put, "/v1/orders")
      #expect(answer.status == 405 && answer.headers[.allow] == "DELETE, GET, POST")
    }
  }

  @Test("a query with what the call does not know, or with a name twice, is refused")
  func strictQuery() async throws {
    try await TestExchange.run { exchange in
      let codes = [
        "/v1/markets?nothing=1": "INVALID_PARAMETER", "/v1/markets?market=ETH-USD&market=ETH-USD": "BAD_REQUEST",
        "/v1/markets?market=DOGE-USD": "MARKET_NOT_FOUND", "/v1/candles?market=ETH-USD": "REQUIRED_PARAMETER",
      ]
      for (path, code) in codes {
        let answer = try await exchange.execute(.get, path)
        #expect(answer.code == code)
      }
    }
  }

  @Test("every answer has the headers that keep browsers and caches from mischief")
  func headersAreThere() async throws {
    try await TestExchange.run { exchange in
      var ids: Set<String> = []
      for path in ["/v1/time", "/v1/nothing", "/metrics"] {
        let headers = try await exchange.execute(.get, path).headers
        #expect(headers[.xContentTypeOptions] == "nosniff" && headers[.cacheControl] == "no-store")
        #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(headers[.accessControlAllowOrigin] == nil)
        let id = try #require(headers[.xRequestID])
        #expect(try /[0-9a-f]{16}-[0-9a-f]+/.wholeMatch(in: id) != nil && ids.insert(id).inserted)
      }
    }
  }

  @Test("a page of an origin that the operator has named may use the API, and no other")
  func crossOriginIsByName() async throws {
    try await TestExchange.run(change: { $0.allowedOrigins = ["https://trade.example"] }) { exchange in
      let named = try await exchange.execute(.options, "/v1/orders", headers: [.origin: "https://trade.example"])
      #expect(named.status == 204 && named.headers[.accessControlAllowOrigin] == "https://trade.example")
      let other = try await exchange.execute(.options, "/v1/orders", headers: [.origin: "https://other.example"])
      #expect(other.status == 405 && other.headers[.accessControlAllowOrigin] == nil)
    }
  }

  @Test("who asks too often is told when to try again, with every call")
  func rateIsLimited() async throws {
    try await TestExchange.run(change: { $0.limits.requestsPerAddressPerSecond = 1 }) { exchange in
      var answer = try await exchange.execute(.get, "/v1/ping")
      for _ in 0..<20 where answer.status != 429 { answer = try await exchange.execute(.get, "/v1/ping") }
      #expect(answer.status == 429 && answer.code == "EXCEEDED_RATE_LIMIT")
      #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
    }
  }

  @Test("the description of the API lists every call, and no other")
  func descriptionIsComplete() async throws {
    try await TestExchange.run(change: { $0.offersDemoWallets = true }) { exchange in
      let text = try await exchange.execute(.get, "/openapi.yaml").text
      var (path, described) = ("", [String]())
      for line in text.split(separator: "\n") {
        if line.hasPrefix("components:") { break }
        if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
        for method in ["get", "post", "delete"] where line == "    \(method):" {
          described.append("\(method.uppercased()) \(path)")
        }
      }
      #expect(described.sorted() == exchange.server.calls)
    }
  }

  @Test("metrics tell what was admitted and what was refused")
  func metricsCount() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      _ = try await trader.begin(exchange)
      let order = try trader.order(exchange)
      _ = try await exchange.send(order)
      _ = try await exchange.send(order)
      let text = try await exchange.execute(.get, "/metrics").text
      #expect(text.contains(#"session_keys_admitted_total{action="order"} 1"#))
      #expect(text.contains(#"session_keys_refused_total{code="NONCE_ALREADY_USED"} 1"#))
      #expect(text.contains(#"session_keys_keys{status="active"} 1"#))
      #expect(text.contains("session_keys_ledger_entries 4"))
    }
  }
}
