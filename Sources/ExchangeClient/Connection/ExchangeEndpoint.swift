internal import Foundation
public import PerpsProtocol
public import Signing

/// Where an exchange is, and how its API is spoken to.
public struct ExchangeEndpoint: Sendable {
  /// The URL before `/v1`, without a slash at its end.
  public let base: String
  /// The URL of its WebSocket.
  public let webSocketURL: String
  /// Whose signatures are asked for: the two have different EIP-712 domains.
  public let environment: Environment
  /// In whose terms session keys are authorised there.
  public let terms: AuthorizationTerms

  /// A server of this project on this machine, at its usual port, started as a sandbox.
  public static let local = ExchangeEndpoint(
    base: "http://127.0.0.1:7474", environment: .sandbox, terms: .sessionKeys)

  /// - Parameter webSocketURL: where it is on another host than the rest.
  private init(
    base: String, webSocketURL: String? = nil, environment: Environment, terms: AuthorizationTerms
  ) {
    self.base = base
    // https becomes wss, http becomes ws.
    self.webSocketURL = webSocketURL ?? "ws" + base.dropFirst("http".count) + "/v1"
    self.environment = environment
    self.terms = terms
  }

  /// Katana Perps itself.
  ///
  /// - Parameter credentials: an API key of an account, which all but public data needs.
  public static func katanaPerps(
    _ environment: Environment, credentials: APICredentials? = nil
  ) -> ExchangeEndpoint {
    let suffix = environment == .production ? "perps.katana.network" : "perps-sandbox.katana.network"
    return ExchangeEndpoint(
      base: "https://api-" + suffix, webSocketURL: "wss://websocket-" + suffix + "/v1", environment: environment,
      terms: .delegatedKeys(credentials: credentials))
  }

  /// A server at an address such as `https://perps.example:8443`, without a path.
  ///
  /// - Parameters:
  ///   - environment: what the server is started as.
  ///   - allowingPlaintext: takes `http` for another machine than this one, too. Whoever is on the way then reads the
  ///     secret that reads the wallet's data, and can hold back what is sent; it can sign nothing.
  ///   - terms: in whose terms session keys are authorised there.
  /// - Throws: when the text is no such address.
  public static func url(
    _ text: String, environment: Environment = .sandbox, allowingPlaintext: Bool = false,
    terms: AuthorizationTerms = .sessionKeys
  ) throws(ExchangeEndpointError) -> ExchangeEndpoint {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else { throw .notAURL }
    guard parts.scheme == "https" || parts.scheme == "http" else { throw .unknownScheme }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else { throw .notAURL }
    guard parts.path.isEmpty || parts.path == "/" else { throw .hasPath }
    guard parts.scheme == "https" || isLoopback(host) || allowingPlaintext else { throw .plaintextToAnotherMachine }
    let base = text.hasSuffix("/") ? String(text.dropLast()) : text
    return ExchangeEndpoint(base: base, environment: environment, terms: terms)
  }

  /// A name such as `127.0.0.1.perps.example` is somebody else's.
  private static func isLoopback(_ host: String) -> Bool {
    let bytes = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return ["localhost", "::1", "[::1]"].contains(host) || (bytes.count == 4 && bytes[0] == 127 && !bytes.contains(nil))
  }
}

/// Why a text is not where an exchange is.
public enum ExchangeEndpointError: Error, Hashable, Sendable {
  /// It is no URL with a host, or has more than scheme, host and port.
  case notAURL
  /// The scheme is neither `https` nor `http`.
  case unknownScheme
  /// There is a path.
  case hasPath
  /// `http` to another machine.
  case plaintextToAnotherMachine
}

extension ExchangeEndpointError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .notAURL: "the address must be a URL with scheme, host and port alone, as in https://perps.example:8443"
    case .unknownScheme: "the address must begin with https:// or http://"
    case .hasPath: "the address must have no path: /v1 is added to it"
    case .plaintextToAnotherMachine: "plain http is taken for this machine only: use https"
    }
  }
}
