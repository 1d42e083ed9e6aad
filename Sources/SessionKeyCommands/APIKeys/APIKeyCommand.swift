internal import ArgumentParser
internal import ExchangeClient
internal import ExchangeServer
internal import Foundation

/// `session-keys api-key`
struct APIKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api-key",
    abstract: "Make and use API keys, which read wallets' data and move nothing.",
    discussion: """
      An API key is of an account. Its holder reads the data of the wallets that have agreed to it. (A session reads its \
      own wallet's data without one, as long as its key lives.)

      Example:
        session-keys api-key create --data exchange --sandbox > api-key.json

      \(ExitStatus.help)
      """,
    subcommands: [APIKeyCreateCommand.self, APIKeyAssociateCommand.self])
}

/// `session-keys api-key create`
struct APIKeyCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make an API key of a new account, on the machine of the server.",
    discussion: """
      The secret is derived from the server's key and stored nowhere: what is written here is all there is. Nothing has \
      to be told to the server. Replacing server.key in the data directory takes back all API keys at once.

      Example:
        umask 077
        session-keys api-key create --data exchange --sandbox > api-key.json

      Writes one object with apiKey and apiSecret; errors are a sentence on standard error, or with --json an object with \
      code and message.

      \(ExitStatus.help)
      """)

  @OptionGroup var location: DataDirectoryOption

  @Flag(help: "The server is started with --sandbox: the two have keys of their own.")
  var sandbox = false

  @Option(help: ArgumentHelp("The configuration that the server is started with, if any.", valueName: "file"))
  var config: InputSource?

  @Flag(help: "Write errors as JSON, for programs.")
  var json = false

  func run() throws {
    let directory = try location.path
    guard FileManager.default.fileExists(atPath: directory) else {
      throw CommandFailure.input(.notFound(.file(path: directory)))
    }
    let domain = try ConfigurationFile(from: config).domain(isSandbox: sandbox)
    let issuer = CredentialIssuer(serverKey: try ServerSecrets(directory: directory).serverKey(), domain: domain)
    var generator = SystemRandomNumberGenerator()
    let pair = issuer.pair(ofAccount: AccountID(using: &generator))
    try Report.result(CredentialsFile(apiKey: pair.key, apiSecret: pair.secret))
  }
}

/// `session-keys api-key associate`
struct APIKeyAssociateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "associate",
    abstract: "Let an API key read a wallet's data; the wallet signs.",
    discussion: """
      A session key cannot do this: the wallet's passphrase is needed.

      Example:
        session-keys api-key associate --api-key-file api-key.json
        session-keys list --api-key-file api-key.json

      With --json, the wallet as the exchange answers it; errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Option(help: ArgumentHelp("The API key, as api-key create writes it: a file, or -.", valueName: "file"))
  var apiKeyFile: InputSource

  @OptionGroup var options: CustodyOptions

  func run() async throws {
    let credentials = try CredentialsFile.read(apiKeyFile)
    let (exchange, wallet) = try await options.open()
    let details = try await asking { () async throws(ExchangeError) in
      try await exchange.associate(credentials: credentials, authorizedBy: wallet)
    }
    try options.write(details, BalanceReport.text)
  }
}
