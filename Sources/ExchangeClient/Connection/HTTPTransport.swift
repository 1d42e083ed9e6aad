internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// What came back, whatever its status.
struct HTTPAnswer: Sendable {
  let status: Int
  let body: [UInt8]
}

/// Sends requests over a bounded pool of connections. It follows no redirects and sends nothing twice.
final class HTTPTransport: Sendable {
  private let client: HTTPClient
  private let base: String
  private let requestTimeout: TimeAmount
  private let answerBytesMaximum: Int

  init(base: String, configuration: ClientConfiguration) {
    self.base = base
    requestTimeout = TimeAmount(configuration.requestTimeout)
    answerBytesMaximum = configuration.answerBytesMaximum
    var settings = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
    settings.httpVersion = .http1Only
    settings.timeout = HTTPClient.Configuration.Timeout(
      connect: TimeAmount(configuration.connectTimeout), read: requestTimeout)
    settings.connectionPool.idleTimeout = TimeAmount(configuration.idleTimeout)
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connectionsMaximum
    // A connection that fails is reported, not tried again until the timeout.
    settings.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
  }

  // The callback keeps the client until it has shut down.
  deinit { client.shutdown { _ in } }

  /// Closes all connections; every later request fails.
  func shutdown() async { try? await client.shutdown() }

  /// Sends a request.
  ///
  /// - Parameter target: the path, and the query behind its question mark.
  func send(
    _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil
  ) async throws(TransportFailure) -> HTTPAnswer {
    var request = HTTPClientRequest(url: base + target)
    request.method = method
    request.headers = headers
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    do {
      let response = try await client.execute(request, timeout: requestTimeout)
      let bytes = try await response.body.collect(upTo: answerBytesMaximum)
      return HTTPAnswer(status: Int(response.status.code), body: [UInt8](buffer: bytes))
    } catch { throw TransportFailure(error) }
  }
}

/// Why there is no answer.
enum TransportFailure: Error, Hashable, Sendable {
  /// No byte of the request has left this machine.
  case neverSent(reason: String)
  /// The task was cancelled before a byte of the request has left this machine.
  case cancelledBeforeSending
  /// The request may have arrived; the connection failed before its answer was complete.
  case connectionLost(reason: String)
  /// The request may have arrived; the time for its answer is over.
  case timedOut
  /// The request may have arrived; its answer is larger than is read.
  case answerTooLarge
  /// The task was cancelled; the request may have arrived.
  case cancelled

  init(_ error: any Error) {
    switch error {
    case let error as HTTPClientError: self.init(error)
    case let error as NIOConnectionError: self = .neverSent(reason: Self.reason(error))
    // Only connecting can be refused.
    case let error as IOError where error.errnoCode == ECONNREFUSED: self = .neverSent(reason: "connection refused")
    case is CancellationError: self = .cancelled
    case is NIOTooManyBytesError: self = .answerTooLarge
    default: self = .connectionLost(reason: "\(error)")
    }
  }

  private init(_ error: HTTPClientError) {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .alreadyShutdown:
      self = .neverSent(reason: error.description)
    case .deadlineExceeded, .readTimeout, .writeTimeout: self = .timedOut
    case .cancelled: self = .cancelled
    default: self = .connectionLost(reason: error.description)
    }
  }

  static func reason(_ error: NIOConnectionError) -> String {
    error.connectionErrors.first.map { "\($0.error)" } ?? "no address of \(error.host) was found"
  }
}
