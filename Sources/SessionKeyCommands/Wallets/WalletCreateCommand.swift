internal import ArgumentParser

/// `session-keys wallet create`
struct WalletCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a wallet's key and keep it in an encrypted file.",
    discussion: """
      Makes a new secp256k1 key with the system's generator. Nobody has a copy: back the file up, and keep the \
      passphrase elsewhere. A passphrase has at least 8 bytes.

      Example:
        session-keys wallet create --name trading

      With --json, one object with address, kind, name (if it has one), created (milliseconds) and file; errors are \
      an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var options: NewKeyOptions

  func run() throws { try options.store(nil) }
}
