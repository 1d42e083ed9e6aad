internal import ArgumentParser
internal import LedgerPostgreSQL

/// The database that has the ledger, on the command line.
struct DatabaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The PostgreSQL database that has the ledger, for any number of servers at once.",
      discussion: """
        As in postgresql://user@host/name, without a password: that stands in ~/.pgpass or PGPASSWORD. Default: a file in \
        the data directory, for one server.
        """, valueName: "url"))
  var database: String?

  /// Checks the URL here and not while it is parsed: that would repeat it, with whatever is in it.
  func validate() throws { _ = try database.map { try Self.parsed($0, option: "--database") } }

  /// The address, or `nil` where none is named.
  var address: PostgreSQLAddress? { database.flatMap { try? PostgreSQLAddress($0) } }

  /// Takes the URL of an option, or says why not, and never what it was.
  static func parsed(_ url: String, option: String) throws -> PostgreSQLAddress {
    do { return try PostgreSQLAddress(url) } catch { throw ValidationError("\(option): \(error.description)") }
  }
}
