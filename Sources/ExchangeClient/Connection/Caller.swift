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
    guard let details = try? StrictJSON.decode(ErrorDetails.self, from: body) else { return true }
    switch details.code {
    case .exchange(.serviceUnavailable), .exchange(.tradingDisabled), .exchange(.cancelsDisabled),
      .exchange(.withdrawalsDisabled):
      return false
    default: return true
    }
  }
}

extension TransportFailure {
  fileprivate var isWorthRepeating: Bool {
    switch self {
    case .connectionLost: true
    case .neverSent, .timedOut, .answerTooLarge, .cancelled: false
    }
  }

  var reason: String {
    switch self {
    case .neverSent(let reason), .connectionLost(let reason): reason
    case .timedOut: "there was no answer in time"
    case .answerTooLarge: "the answer is larger than is read"
    case .cancelled: "the task was cancelled"
    }
  }
}

extension ExchangeError {
  fileprivate init(reading failure: TransportFailure) {
    switch failure {
    case .neverSent(let reason): self = .notReachable(reason: reason)
    case .connectionLost, .timedOut, .answerTooLarge: self = .notAnswered(reason: failure.reason)
    case .cancelled: self = .cancelled
    }
  }

  fileprivate init(sending action: RequestedAction, _ failure: TransportFailure) {
    if case .neverSent(let reason) = failure {
      self = .notReachable(reason: reason)
    } else {
      self = .fateUnknown(UnknownFate(action, reason: failure.reason))
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
