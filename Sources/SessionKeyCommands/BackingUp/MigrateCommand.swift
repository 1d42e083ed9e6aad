internal import ArgumentParser
internal import LedgerPostgreSQL

/// `session-keys migrate`
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Move a ledger from its file into a PostgreSQL database.",
    discussion: """
      Stop the server first: what it admits meanwhile stays behind. Every entry is read, decoded and held to the chain of \
      hashes before it is written; all of it is one transaction, so the database has the whole ledger afterwards, or \
      nothing. A database that has entries already is refused. The file is only read, and stays as it is.

      Then start servers with --database, each with the secrets of the old data directory (server.key among them), and \
      run audit on either side: both show the same last hash.

      Example:
        session-keys migrate --from exchange/ledger.sqlite --to postgresql://exchange@db/exchange

      With --json, one object with entries and lastHash. Errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Option(help: ArgumentHelp("The data directory of a server, or a ledger's file.", valueName: "dir or file"))
  var from: String

  @Option(
    help: ArgumentHelp(
      "The database.", discussion: "Without a password: that stands in ~/.pgpass or PGPASSWORD.", valueName: "url"))
  var to: String

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func validate() throws {
    guard !from.isEmpty, !from.utf8.contains(0) else { throw ValidationError("--from is not a path: name a file.") }
    _ = try DatabaseOption.parsed(to, option: "--to")
  }

  func run() throws {
    let place = try AuditedLedger(from)
    let address = try DatabaseOption.parsed(to, option: "--to")
    let bar = ProgressBar()
    let move: LedgerMove
    do { move = try LedgerMove(from: place.file, to: address) { bar.show($0, of: $1) } } catch {
      bar.clear()
      throw CommandFailure.ledger(path: "from \(place.file) to \(address)", "\(error)")
    }
    bar.clear()
    let result = MoveResult(entries: move.entryCount, lastHash: "\(move.lastHash)")
    if json { try Report.result(result) } else { try Report.result(text: result.text(to: address.description)) }
  }
}

/// What was moved.
private struct MoveResult: Encodable {
  let entries: UInt64
  let lastHash: String

  func text(to database: String) -> String {
    var table = TextTable()
    table.add([("Moved to", TerminalText.escape(database)), ("Entries", "\(entries)"), ("Last hash", lastHash)])
    table.note("The file is as it was. Start no server on it any more: its ledger goes on in the database.")
    return table.text
  }
}
