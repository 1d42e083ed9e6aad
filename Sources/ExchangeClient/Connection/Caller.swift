internal import EthereumPrimitives
internal import ExchangeAPI
internal import NIOHTTP1
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// Makes calls of the API and reads their answers: what is retried, and what an answer means, is decided here alone.
struct Caller: Sendable {
  let endpoint: ExchangeEndpoint
  let transport: HTTPTransport
  let clock: ServerClock
  let configuration: ClientConfiguration
  let sockets: SocketTransport
  /// What carries signed trading requests in place of HTTP, where there is such a connection.
  let requests: RequestSocket?

  /// The same, with signed trading requests on a connection.
  func sending(over requests: RequestSocket) -> Caller {
    Caller(
      endpoint: endpoint, transport: transport, clock: clock, configuration: configuration, sockets: sockets,
      requests: requests)
  }

  /// Closes all connections.
  func shutdown() async {
    requests?.shutdown()
    sockets.shutdown()
    await transport.shutdown()
  }

  /// Reads. Sent again a few times when the connection fails, since reading changes nothing.
  func read<Answer: Decodable>(
    _ call: ReadEndpoint, _ query: ReadQuery, as type: Answer.Type, with credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> Answer {
    var retries = configuration.readRetriesMaximum
    var answer = await attempt(call, query, credentials)
    while case .failure(let failure) = answer, failure.isWorthRepeating, retries > 0 {
      retries -= 1
      answer = await attempt(call, query, credentials)
    }
    return try Self.answer(type, in: try answer.mapError { ExchangeError(reading: $0) }.get())
  }

  /// A private read has a nonce of its own each time.
  private func attempt(
    _ call: ReadEndpoint, _ query: ReadQuery, _ credentials: APICredentials?
  ) async -> Result<HTTPAnswer, TransportFailure> {
    do { return .success(try await send(call, query, credentials)) } catch { return .failure(error) }
  }

  private func send(
    _ call: ReadEndpoint, _ query: ReadQuery, _ credentials: APICredentials?
  ) async throws(TransportFailure) -> HTTPAnswer {
    var query = query
    if call.isPrivate { query.nonce = clock.nonce() }
    let text = query.text
    let headers = credentials.map { Self.headers(of: $0, over: Array(text.utf8)) } ?? [:]
    return try await transport.send(.GET, text.isEmpty ? call.path : call.path + "?" + text, headers: headers)
  }

  /// Sends a signed request, once.
  func send<Answer: Decodable>(
    _ request: SignedRequest, as type: Answer.Type, with credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> Answer {
    if let requests, case .trade = request.action { return try await send(request, over: requests, as: type) }
    let (call, body) = try Self.written { () throws(RequestWritingError) in try SignedRequestBody.encode(request) }
    let headers = credentials.map { Self.headers(of: $0, over: body) } ?? [:]
    let answer: HTTPAnswer
    do {
      answer = try await transport.send(HTTPMethod(rawValue: call.method), call.path, headers: headers, body: body)
    } catch {
      throw ExchangeError(sending: request.action, error)
    }
    if answer.mayHaveBeenAdmitted {
      throw .fateUnknown(UnknownFate(request.action, reason: "the server answered with status \(answer.status)"))
    }
    return try Self.answer(type, in: answer)
  }

  private func send<Answer: Decodable>(
    _ request: SignedRequest, over requests: RequestSocket, as type: Answer.Type
  ) async throws(ExchangeError) -> Answer {
    let answer: SocketAnswer
    do { answer = try await requests.send(request) } catch {
      switch error {
      case .notWritten(let reason): throw .invalid(reason: reason.description)
      case .notAnswered(let failure): throw ExchangeError(sending: request.action, failure)
      }
    }
    switch answer {
    case .response(let message):
      do { return try SocketMessage.answer(in: message, as: type) } catch {
        throw .unreadableAnswer(status: 200, reason: error.description)
      }
    case .error(let details):
      if details.mayHaveBeenAdmitted {
        throw .fateUnknown(UnknownFate(request.action, reason: "the server answered with \(details.code)"))
      }
      throw .refused(code: details.code, message: details.message, status: details.code.status)
    case .opened: throw .unreadableAnswer(status: 200, reason: "a request was answered as none")
    }
  }

  /// Asks whether a signed request would be admitted. Nothing is carried out.
  func check(_ request: SignedRequest) async throws(ExchangeError) -> AdmissionCheck {
    let body = try Self.written { () throws(RequestWritingError) in try CheckedRequestBody.encode(request) }
    let answer: HTTPAnswer
    do { answer = try await transport.send(.POST, CheckedRequestBody.path, body: body) } catch {
      throw ExchangeError(reading: error)
    }
    return try Self.answer(AdmissionCheck.self, in: answer)
  }

  static func headers(of credentials: APICredentials, over message: [UInt8]) -> HTTPHeaders {
    [
      APICredentials.keyHeader: credentials.key,
      APICredentials.signatureHeader: credentials.signature(over: message),
    ]
  }
}

// MARK: - Answers

extension Caller {
  private static func written<Written>(
    _ write: () throws(RequestWritingError) -> Written
  ) throws(ExchangeError) -> Written {
    do { return try write() } catch { throw .invalid(reason: error.description) }
  }

  private static func answer<Answer: Decodable>(
    _ type: Answer.Type, in answer: HTTPAnswer
  ) throws(ExchangeError) -> Answer {
    guard (200..<300).contains(answer.status) else { throw refusal(in: answer) }
    do {
      return try StrictJSON.decode(type, from: answer.body, bytesMaximum: answer.body.count)
    } catch { throw .unreadableAnswer(status: answer.status, reason: error.description) }
  }

  private static func refusal(in answer: HTTPAnswer) -> ExchangeError {
    do {
      let details = try StrictJSON.decode(ErrorDetails.self, from: answer.body)
      return .refused(code: details.code, message: details.message, status: answer.status)
    } catch { return .unreadableAnswer(status: answer.status, reason: error.description) }
  }
}

extension HTTPAnswer {
  /// Whether a signed request may have been admitted although the answer is an error: what stands between client and
  /// server may answer, too, and a server may fail after the ledger's commit.
  fileprivate var mayHaveBeenAdmitted: Bool {
    guard status >= 500 else { return false }
    return (try? StrictJSON.decode(ErrorDetails.self, from: body))?.code.saysNotAdmitted != true
  }
}

extension ErrorDetails {
  /// The same of an error over a WebSocket, which has the code alone.
  fileprivate var mayHaveBeenAdmitted: Bool { code.status >= 500 && !code.saysNotAdmitted }
}

extension ErrorCode {
  /// Whether a server that fails with this code has not admitted the request.
  fileprivate var saysNotAdmitted: Bool {
    switch self {
    case .exchange(.serviceUnavailable), .exchange(.tradingDisabled), .exchange(.cancelsDisabled),
      .exchange(.withdrawalsDisabled):
      true
    default: false
    }
  }
}

extension TransportFailure {
  fileprivate var isWorthRepeating: Bool {
    switch self {
    case .connectionLost: true
    case .neverSent, .cancelledBeforeSending, .timedOut, .answerTooLarge, .cancelled: false
    }
  }

  var reason: String {
    switch self {
    case .neverSent(let reason), .connectionLost(let reason): reason
    case .timedOut: "there was no answer in time"
    case .answerTooLarge: "the answer is larger than is read"
    case .cancelled, .cancelledBeforeSending: "the task was cancelled"
    }
  }
}

extension ExchangeError {
  init(reading failure: TransportFailure) {
    switch failure {
    case .neverSent(let reason): self = .notReachable(reason: reason)
    case .connectionLost, .timedOut, .answerTooLarge: self = .notAnswered(reason: failure.reason)
    case .cancelled, .cancelledBeforeSending: self = .cancelled
    }
  }

  fileprivate init(sending action: RequestedAction, _ failure: TransportFailure) {
    switch failure {
    case .neverSent(let reason): self = .notReachable(reason: reason)
    case .cancelledBeforeSending: self = .cancelled
    default: self = .fateUnknown(UnknownFate(action, reason: failure.reason))
    }
  }
}

extension UnknownFate {
  fileprivate init(_ action: RequestedAction, reason: String) {
    self.init(
      endpoint: action.endpoint, nonce: action.nonce, clientOrderID: action.order?.clientOrderID, reason: reason,
      lookup: .notPossible)
  }
}

extension RequestedAction {
  fileprivate var order: Order? {
    if case .trade(.order(let order)) = self { order } else { nil }
  }
}
