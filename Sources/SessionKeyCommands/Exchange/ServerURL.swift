internal import ExchangeServer
internal import Foundation

/// Where an exchange's server is: scheme, host and port, in one spelling.
struct ServerURL: Hashable, Sendable {
  /// The address without a slash at its end: `http://127.0.0.1:7474`.
  let text: String
  /// Whether others on the way can read and change what is sent: plain HTTP to another machine.
  let isOpenToOthers: Bool

  /// Where `session-keys serve` listens when nobody says otherwise.
  static let standardPort = UInt16(ServerConfiguration.portDefault)

  /// This machine, at ``standardPort``.
  static let standard = ServerURL(standardOn: "127.0.0.1")

  private static let bytesMaximum = 512

  private init(standardOn host: String) {
    text = "http://\(host):\(Self.standardPort)"
    isOpenToOthers = false
  }

  /// Reads an address. The path `/v1` of the API is not part of it.
  init(_ text: String) throws(ServerURLError) {
    guard text.utf8.count <= Self.bytesMaximum, let parts = URLComponents(string: text),
      let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(), !host.isEmpty
    else { throw .notAnAddress }
    guard scheme == "http" || scheme == "https" else { throw .otherScheme }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
      parts.path.isEmpty || parts.path == "/"
    else { throw .tooMuch }
    let port = try Self.port(parts.port, scheme: scheme)
    self.text = "\(scheme)://\(host)\(port)"
    isOpenToOthers = scheme == "http" && !Self.isLoopback(host)
  }

  private static func port(_ port: Int?, scheme: String) throws(ServerURLError) -> String {
    guard let port, port != (scheme == "http" ? 80 : 443) else { return "" }
    guard (1...Int(UInt16.max)).contains(port) else { throw .notAnAddress }
    return ":\(port)"
  }

  /// Whether a host's name or address is this machine itself.
  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "[::1]" || host == "::1"
      || host.wholeMatch(of: /127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/) != nil
  }
}

/// Why a text is not the address of a server.
enum ServerURLError: Error, Hashable {
  /// It is not a URL with a host.
  case notAnAddress
  /// Neither `http` nor `https`.
  case otherScheme
  /// There is a path, a query, or a user's name in it.
  case tooMuch
}

extension ServerURLError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .notAnAddress: "not the address of a server: write one as in http://127.0.0.1:\(ServerURL.standardPort)"
    case .otherScheme: "the address of a server begins with http:// or https://"
    case .tooMuch: "write the server's address alone, without a path, a query or a user's name"
    }
  }
}
