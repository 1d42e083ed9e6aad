import EthereumPrimitives
import ExchangeAPI
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Signing
import Synchronization
import Testing
import TypedData

@testable import ExchangeServer

/// A server in this process, on a directory and with a clock of its own, and a client that signs.
final class TestExchange: Sendable {
  static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  static let domain = Domain.katanaPerps(.sandbox, chainID: 747_474, contract: .zero)

  let client: any TestClientProtocol
  let server: ExchangeServer
  private let clock: TestClock
  private let count = Mutex<UInt64>(0)

  private init(client: any TestClientProtocol, server: ExchangeServer, clock: TestClock) {
    self.client = client
    self.server = server
    self.clock = clock
  }

  /// Runs a test against a server that is new, or opens again what another left.
  static func run(
    in directory: String? = nil, clock: TestClock = TestClock(),
    change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestExchange) async throws -> Void
  ) async throws {
    let path = directory ?? FileManager.default.temporaryDirectory.appending(path: "exchange-\(UUID().uuidString)").path
    defer { if directory == nil { try? FileManager.default.removeItem(atPath: path) } }
    var configuration = try configuration(path, clock)
    configuration.uptime = { clock.now.milliseconds * 1_000_000 }
    change(&configuration)
    let server = try await ExchangeServer(opening: configuration)
    do {
      try await server.application(onRunning: { _ in }).test(.router) { client in
        try await body(TestExchange(client: client, server: server, clock: clock))
      }
    } catch {
      try await server.close()
      throw error
    }
    try await server.close()
  }

  private static func configuration(_ path: String, _ clock: TestClock) throws -> ServerConfiguration {
    ServerConfiguration(
      domain: domain, exchange: try ExchangeConfiguration(indexPricePublisher: try Trader(seed: 250).wallet.address),
      dataDirectory: path, serverKey: try #require(ServerKey(bytes: [UInt8](repeating: 7, count: 32))), isSandbox: true,
      logger: logger, clock: { clock.now })
  }

  var now: Timestamp { clock.now }

  func pass(milliseconds: UInt64) { clock.advance(milliseconds: milliseconds) }

  /// A nonce that no other is, later than all before it.
  func nonce() -> Nonce {
    let count = count.withLock { count in
      count += 1
      return count
    }
    let time = NonceTime(clock.now)
    return Nonce(time: NonceTime(ticks: time.ticks + count) ?? time, clockSequence: 0, node: count)
  }

  /// Sends a request that was signed.
  func send(_ request: SignedRequest, headers: HTTPFields = [:]) async throws -> TestAnswer {
    let (endpoint, body) = try SignedRequestBody.encode(request)
    return try await execute(endpoint.httpMethod, endpoint.path, headers: headers, body: body)
  }

  func execute(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8]? = nil
  ) async throws -> TestAnswer {
    let response = try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    return TestAnswer(status: response.status.code, headers: response.headers, body: Array(buffer: response.body))
  }

  /// Reads private data with a pair.
  func read(_ endpoint: ReadEndpoint, with credentials: APICredentials, _ query: ReadQuery) async throws -> TestAnswer {
    var query = query
    query.nonce = query.nonce ?? nonce()
    let text = query.text
    let headers: HTTPFields = [
      .apiKey: credentials.key, .hmacSignature: credentials.signature(over: Array(text.utf8)),
    ]
    return try await execute(.get, endpoint.path + "?" + text, headers: headers)
  }
}

/// What came back.
struct TestAnswer: Sendable {
  let status: Int
  let headers: HTTPFields
  let body: [UInt8]

  func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body))
  }

  /// The code of an error, or `nil` where it is none.
  var code: String? { try? value(ErrorDetails.self).code.text }

  var text: String { String(decoding: body, as: UTF8.self) }
}

/// A clock that tests set.
final class TestClock: Sendable {
  private let milliseconds = Mutex<UInt64>(1_800_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) ?? .maximum }
  func advance(milliseconds count: UInt64) { milliseconds.withLock { $0 += count } }
}
