internal import ArgumentParser

/// `session-keys wallet`
struct WalletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wallet",
    abstract: "Keep wallets in encrypted key files.",
    discussion: """
      A key file is encrypted with a passphrase (scrypt and AES-256-GCM) and can be opened by nobody else than its \
      owner: the directory has mode 700 and its files 600, or they are refused. The passphrase is typed at the \
      terminal, or read from a file that is yours alone; it is never an argument.

      Example:
        session-keys wallet create --name trading

      \(ExitStatus.help)
      """,
    subcommands: [WalletCreateCommand.self, WalletImportCommand.self, WalletListCommand.self])
}

/// Where the keys are.
struct KeyDirectoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The directory of the key files.",
      discussion: "Default: session-keys/keys in $XDG_DATA_HOME, or in ~/.local/share.", valueName: "dir"))
  var directory: String?

  func validate() throws {
    guard let directory else { return }
    guard !directory.isEmpty, !directory.utf8.contains(0) else {
      throw ValidationError("--directory is not a path: name a directory.")
    }
  }

  /// The directory to use.
  var path: String {
    get throws(CommandFailure) {
      if let directory { return directory }
      guard let path = UserDirectory.standard("keys") else { throw .noHome(option: "--directory") }
      return path
    }
  }
}
