internal import ArgumentParser
internal import ExchangeClient
internal import PerpsProtocol
internal import Signing

/// Which session signs, and what is written.
struct SessionOptions: ParsableArguments {
  @OptionGroup var server: ServerOptions
  @OptionGroup var location: KeyDirectoryOption

  @Option(
    help: ArgumentHelp(
      "The session key's address or name.", discussion: "Default: the newest session with the server that is not over.",
      valueName: "session"))
  var session: String?

  @Flag(help: "Write JSON, for programs.")
  var json = false

  /// The sessions that are here.
  var store: SessionStore {
    get throws(CommandFailure) { SessionStore(directory: try location.path) }
  }

  /// The session that is meant.
  func choose() throws(CommandFailure) -> SessionDocument {
    let choice = SessionChoice(nameOrAddress: session, server: try server.named)
    let sessions = try store.sessions()
    do { return try choice.pick(from: sessions, now: .systemNow) } catch { throw .session(error) }
  }

  /// Takes the session's key out of its file, and connects.
  func open() async throws(CommandFailure) -> ActiveSession {
    let document = try choose()
    let key = try store.key(of: document)
    return ActiveSession(exchange: try await document.connect(), document: document, key: key)
  }

  /// Writes the exchange's answer for programs, or words for people.
  func write<Answer: Encodable>(_ answer: Answer, _ words: (Answer) -> String) throws(CommandFailure) {
    if json { try Report.result(answer) } else { try Report.result(text: words(answer)) }
  }
}

/// Whose data is read: that of a session's wallet, or of a wallet that is associated with an API key.
struct ReadingOptions: ParsableArguments {
  @OptionGroup var session: SessionOptions

  @Option(
    help: ArgumentHelp(
      "Read with the API key in this file, as api-key create writes it.",
      discussion: "Default: with the session's own credentials, which end with its key.", valueName: "file"))
  var apiKeyFile: InputSource?

  @Option(
    help: ArgumentHelp("The wallet whose data is read with --api-key-file: its address or name.", valueName: "wallet"))
  var wallet: String?

  func validate() throws {
    guard apiKeyFile != nil || wallet == nil else {
      throw ValidationError("--wallet goes with --api-key-file: a session reads its own wallet's data.")
    }
    guard apiKeyFile == nil || session.session == nil else {
      throw ValidationError("Name either --session or --api-key-file.")
    }
  }

  /// Connects to the wallet's data.
  func account() async throws(CommandFailure) -> Account {
    guard let apiKeyFile else { return try await Self.account(of: session.choose()) }
    let credentials = try CredentialsFile.read(apiKeyFile)
    let wallet = try WalletAddress(wallet).resolve(in: session.location.path)
    return try await session.server.connect().account(of: wallet, credentials: credentials)
  }

  /// Connects to the data of a session's wallet.
  static func account(of document: SessionDocument) async throws(CommandFailure) -> Account {
    guard let credentials = document.credentials.pair else { throw .exchange(.credentialsMissing) }
    return try await document.connect().account(of: document.wallet, credentials: credentials)
  }
}
