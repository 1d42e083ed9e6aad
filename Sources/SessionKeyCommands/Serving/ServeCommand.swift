internal import ArgumentParser
internal import ExchangeServer
internal import Logging

/// `session-keys serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run an exchange server.",
    discussion: """
      Takes signed requests over HTTP, keeps them in a ledger, and carries them out on an exchange. Nothing is answered \
      before it is durable. Control-C or SIGTERM ends it after what was admitted is answered; a server that was killed \
      goes on where it was.

      With --database any number of servers share one ledger in PostgreSQL; each has a data directory of its own, with the \
      same secrets and the same configuration. Any of them takes any request.

      With --sandbox anybody may deposit play money, and a market maker with its own wallets and session keys quotes \
      every market through the same door as everybody else. A sandbox on loopback also offers the page's demo wallets: \
      their keys are the server's.

      Example:
        session-keys serve --sandbox

      The data directory has the ledger, and secrets in files of mode 600: keep it, and back it up. The log goes to \
      standard error. With --json, one object with url, host, port, data and sandbox on standard output once requests \
      are taken; errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var location: DataDirectoryOption
  @OptionGroup var listening: ListeningOptions

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Take deposits of play money, and quote every market.")
  var sandbox = false

  @Option(
    help: ArgumentHelp("Markets and limits, in place of those for a sandbox.", valueName: "file"))
  var config: InputSource?

  @Option(
    help: ArgumentHelp("The page to serve at /: a directory with index.html.", valueName: "dir"))
  var web: String?

  @Option(
    help: ArgumentHelp("What is logged: trace, debug, info, notice, warning, error or critical.", valueName: "level"))
  var logLevel: LogLevel = .notice

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func run() async throws {
    let plan = try ServerPlan(
      directory: location.path, isSandbox: sandbox, configuration: config, listening: listening, page: web,
      database: database.address, logger: Self.logger(logLevel.level))
    let greeting = Greeting(plan: plan, listening: listening, isJSON: json)
    do { try await RunningServer(plan, url: listening.url).run { greeting.write(port: $0) } } catch {
      throw CommandFailure.server(ServerFailure(error, listening: listening))
    }
  }

  private static func logger(_ level: Logger.Level) -> Logger {
    var logger = Logger(label: "session-keys") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}

/// Where an exchange's data is.
struct DataDirectoryOption: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The data directory.", discussion: "Default: session-keys/exchange in $XDG_DATA_HOME, or in ~/.local/share.",
      valueName: "dir"))
  var directory: String?

  func validate() throws {
    guard let directory else { return }
    guard !directory.isEmpty, !directory.utf8.contains(0) else {
      throw ValidationError("--data is not a path: name a directory.")
    }
  }

  /// The directory to use.
  var path: String {
    get throws(CommandFailure) {
      if let directory { return directory }
      guard let path = UserDirectory.standard("exchange") else { throw .noHome(option: "--data") }
      return path
    }
  }
}

/// How much is logged.
struct LogLevel: ExpressibleByArgument {
  let level: Logger.Level

  static let notice = LogLevel(level: .notice)

  private init(level: Logger.Level) { self.level = level }

  init?(argument: String) {
    guard let level = Logger.Level(rawValue: argument) else { return nil }
    self.level = level
  }

  static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }

  var defaultValueDescription: String { level.rawValue }
}
