internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeServer
internal import KeyVault
internal import Ledger

/// `session-keys backup`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy an exchange's data, also while its server is writing.",
    discussion: """
      Copies the ledger as it is at one moment, and the secrets of the data directory. The server is not stopped, and \
      whatever it answered before the command began is in the copy. The copy is a data directory: serve --data starts \
      from it, and audit --data verifies it. Snapshots are not copied, since a server makes them from the ledger.

      Whoever has the copy can read every wallet's data: keep it as you keep the original.

      Example:
        session-keys backup --data exchange --to backups/2026-11-25

      With --json, one object with directory, entries and lastHash, the hash that an audit of the copy shows. Errors are \
      an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var location: DataDirectoryOption

  @Option(help: ArgumentHelp("Where the copy goes: a directory that is not there yet.", valueName: "dir"))
  var to: String

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func validate() throws {
    guard !to.isEmpty, !to.utf8.contains(0) else { throw ValidationError("--to is not a path: name a directory.") }
  }

  func run() throws {
    let place = try AuditedLedger(location.path)
    let target = try newDirectory()
    let backup: LedgerBackup
    do { backup = try LedgerBackup(of: place.file, to: DataDirectory.ledger(in: target)) } catch {
      throw CommandFailure.ledger(path: place.file, "\(error)")
    }
    try ServerSecrets(directory: try location.path).copy(to: target)
    let result = BackupResult(directory: target, entries: backup.entryCount, lastHash: "\(backup.lastHash)")
    if json { try Report.result(result) } else { try Report.result(text: result.text) }
  }

  /// Makes the directory; one that has something in it may be a backup already.
  private func newDirectory() throws(CommandFailure) -> String {
    do {
      let directory = try PrivateDirectory.create(to)
      let names = try directory.fileNames(maximum: .max).filter { $0 != "." && $0 != ".." }
      guard names.isEmpty else { throw CommandFailure.ledger(path: to, "is not empty: name a directory that is new") }
      return to
    } catch let error as KeyStoreError { throw .keyStore(error) } catch let error as CommandFailure {
      throw error
    } catch {
      throw .ledger(path: to, "\(error)")
    }
  }
}

/// What was copied.
private struct BackupResult: Encodable {
  let directory: String
  let entries: UInt64
  let lastHash: String

  var text: String {
    var table = TextTable()
    table.add([
      ("Copied to", TerminalText.escape(directory)), ("Entries", "\(entries)"), ("Last hash", lastHash),
    ])
    table.note("It has the server's secrets: keep it as you keep the original.")
    return table.text
  }
}
