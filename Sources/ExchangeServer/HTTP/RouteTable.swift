internal import ExchangeAPI
internal import HTTPTypes

/// Which calls there are. Paths are compared byte for byte: there is one spelling of each.
struct RouteTable: Sendable {
  typealias Handler = @Sendable (Call) async throws -> Reply

  private var handlers: [String: [HTTPRequest.Method: Handler]] = [:]
  private var urgent: [String: Set<HTTPRequest.Method>] = [:]

  /// Adds a call.
  ///
  /// - Parameter isUrgent: whether it is worked on before others.
  mutating func add(
    _ method: HTTPRequest.Method, _ path: String, isUrgent: Bool = false, _ handler: @escaping Handler
  ) {
    handlers[path, default: [:]][method] = handler
    if isUrgent { urgent[path, default: []].insert(method) }
  }

  /// Whether a call is worked on before others.
  func isUrgent(_ method: HTTPRequest.Method, _ path: String) -> Bool { urgent[path]?.contains(method) ?? false }

  /// The call of a method and path.
  ///
  /// - Throws: `ENDPOINT_NOT_FOUND` or `METHOD_NOT_ALLOWED`.
  func handler(of method: HTTPRequest.Method, _ path: String) throws(CallFailure) -> Handler {
    guard let methods = handlers[path] else {
      throw CallFailure(.endpointNotFound, "there is no such path: GET /openapi.yaml lists those that there are")
    }
    guard let handler = methods[method] else {
      throw CallFailure(.methodNotAllowed, "this path takes \(Self.list(methods.keys)) only")
    }
    return handler
  }

  /// Whether there is a call of a path.
  func hasPath(_ path: String) -> Bool { handlers[path] != nil }

  /// The methods of a path, for `Allow`; `nil` for a path that there is not.
  func methods(of path: String) -> String? { handlers[path].map { Self.list($0.keys) } }

  /// All calls, as in `POST /v1/orders`.
  var calls: [String] { handlers.flatMap { path, methods in methods.keys.map { "\($0.rawValue) \(path)" } }.sorted() }

  private static func list(_ methods: some Sequence<HTTPRequest.Method>) -> String {
    methods.map(\.rawValue).sorted().joined(separator: ", ")
  }
}
