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
  func validate() throws { _ = try parsed() }

  /// The address, or `nil` where none is named.
  var address: PostgreSQLAddress? { try? parsed() }

  private func parsed() throws -> PostgreSQLAddress? {
    guard let database else { return nil }
    do { return try PostgreSQLAddress(database) } catch { throw ValidationError("--database: \(error.description)") }
  }
}
