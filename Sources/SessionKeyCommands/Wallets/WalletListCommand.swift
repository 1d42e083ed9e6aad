internal import ArgumentParser
internal import KeyVault

/// `session-keys wallet list`
struct WalletListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the keys of a directory; needs no passphrase.",
    discussion: """
      Shows what the files say of their keys. That is proven only when a key is opened.

      Example:
        session-keys wallet list

      With --json, one object with keys, a list of objects with address, kind, name (if it has one), created \
      (milliseconds) and file; errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var location: KeyDirectoryOption

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func run() throws {
    let store = KeyFileStore(directory: try location.path)
    let list = WalletList(try Self.list(store), in: store)
    if json { try Report.result(list) } else { try Report.result(text: list.text) }
  }

  private static func list(_ store: KeyFileStore) throws(CommandFailure) -> [StoredKey] {
    do { return try store.list() } catch { throw .keyStore(error) }
  }
}
