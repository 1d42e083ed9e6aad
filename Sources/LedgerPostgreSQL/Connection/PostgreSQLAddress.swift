internal import CLibPQ

/// Where a database is, as a `postgresql://` URL: host, port, database, user and libpq's other parameters.
///
/// A URL never has a password in it: the arguments of a program are seen by everybody on its machine, and URLs stand in
/// logs. libpq finds a password in `~/.pgpass` (`PGPASSFILE`) or in the environment (`PGPASSWORD`), and a client
/// certificate in the files that `sslcert` and `sslkey` name.
///
/// Several hosts may be named, `postgresql://a,b/exchange`: the one that takes writes is used, so that a standby that
/// was promoted is found. Use `sslmode=verify-full` for every host that is not this machine.
///
/// Source: PostgreSQL 15, "Connection Strings" and "Parameter Key Words".
public struct PostgreSQLAddress: Hashable, Sendable {
  /// The URL as it was given; without a password.
  let url: String
  /// Where the database is, for people: hosts and the database's name, and nothing else.
  public let description: String

  /// Takes a URL apart.
  ///
  /// - Throws: a ``PostgreSQLAddressError``, which does not repeat the URL.
  public init(_ url: String) throws(PostgreSQLAddressError) {
    guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://"), !url.utf8.contains(0) else { throw .notAURL }
    guard let options = Self.options(of: url) else { throw .notAURL }
    guard options["password"] == nil, options["sslpassword"] == nil else { throw .containsPassword }
    self.url = url
    let host = options["host"] ?? options["hostaddr"] ?? "this machine"
    let port = options["port"].map { ":\($0)" } ?? ""
    description = "\(host)\(port)/\(options["dbname"] ?? "")"
  }

  /// What libpq reads in a URL; `nil` where it is none. Its message would repeat the URL, and is not looked at.
  private static func options(of url: String) -> [String: String]? {
    var message: UnsafeMutablePointer<CChar>?
    let parsed = unsafe PQconninfoParse(url, &message)
    unsafe PQfreemem(message)
    guard let parsed = unsafe parsed else { return nil }
    defer { unsafe PQconninfoFree(parsed) }
    var options: [String: String] = [:]
    var option = unsafe parsed
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val { unsafe options[String(cString: keyword)] = String(cString: value) }
      unsafe option += 1
    }
    return options
  }
}

extension PostgreSQLAddress: CustomStringConvertible {}

/// Why a text is not taken as the address of a database. Never says what the text was.
public enum PostgreSQLAddressError: Error, Hashable, Sendable {
  /// It is no URL that libpq understands.
  case notAURL
  /// It has a password in it, which everybody on the machine could read.
  case containsPassword
}

extension PostgreSQLAddressError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .notAURL: "the database is not named by a URL, as in postgresql://user@host:5432/name"
    case .containsPassword:
      "the URL has a password in it, which everybody on this machine can read: put it into ~/.pgpass, mode 600, or "
        + "into the variable PGPASSWORD"
    }
  }
}
