internal import ArgumentParser

/// `session-keys wallet import`
struct WalletImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Keep a wallet's key that you have in an encrypted file.",
    discussion: """
      Reads a plain key file: 0x and 64 hexadecimal digits, yours alone (chmod 600); a key is never an argument. The \
      plain file stays where it is: remove it when the encrypted one is backed up.

      Example:
        session-keys wallet import --name trading --key-file wallet.key

      With --json, one object with address, kind, name (if it has one), created (milliseconds) and file; errors are \
      an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var options: NewKeyOptions

  @Option(help: ArgumentHelp("The private key: a file, or - for standard input.", valueName: "file"))
  var keyFile: InputSource

  func validate() throws {
    guard !keyFile.looksLikeKey else {
      throw ValidationError("A key is never an argument: put it in a file and name that. Consider this one known.")
    }
    guard keyFile != .standardInput || options.passphraseFile != .standardInput else {
      throw ValidationError("Only one of the files may be - (standard input): name a file for the other.")
    }
  }

  func run() throws { try options.store(keyFile.key().secp256k1) }
}
