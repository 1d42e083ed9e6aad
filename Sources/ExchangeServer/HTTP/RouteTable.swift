internal import ExchangeAPI
internal import HTTPTypes

/// Which calls there are. Paths are compared byte for byte: there is one spelling of each.
struct RouteTable: Sendable {
  typealias Handler = @Sendable (Call) async throws -> Reply

  private var routes: [String: [HTTPRequest.Method: Route]] = [:]

  private struct Route {
    let isUrgent: Bool
    let handler: Handler
  }

  /// Adds a call.
  ///
  /// - Parameter isUrgent: whether it is worked on before others.
  mutating func add(
    _ method: HTTPRequest.Method, _ path: String, isUrgent: Bool = false, _ handler: @escaping Handler
  ) {
    routes[path, default: [:]][method] = Route(isUrgent: isUrgent, handler: handler)
  }

  /// Whether a call is worked on before others.
  func isUrgent(_ method: HTTPRequest.Method, _ path: String) -> Bool { routes[path]?[method]?.isUrgent ?? false }

  /// The call of a method and path.
  ///
  /// - Throws: `ENDPOINT_NOT_FOUND` or `METHOD_NOT_ALLOWED`.
  func handler(of method: HTTPRequest.Method, _ path: String) throws(CallFailure) -> Handler {
    guard let methods = routes[path] else {
      throw CallFailure(.endpointNotFound, "there is no such path: GET /openapi.yaml lists those that there are")
    }
    guard let route = methods[method] else {
      throw CallFailure(.methodNotAllowed, "this path takes \(Self.list(methods.keys)) only")
    }
    return route.handler
  }

  /// Whether there is a call of a path.
  func hasPath(_ path: String) -> Bool { routes[path] != nil }

  /// The methods of a path, for `Allow`; `nil` for a path that there is not.
  func methods(of path: String) -> String? { routes[path].map { Self.list($0.keys) } }

  /// All calls, as in `POST /v1/orders`.
  var calls: [String] { routes.flatMap { path, methods in methods.keys.map { "\($0.rawValue) \(path)" } }.sorted() }

  private static func list(_ methods: some Sequence<HTTPRequest.Method>) -> String {
    methods.map(\.rawValue).sorted().joined(separator: ", ")
  }
}
