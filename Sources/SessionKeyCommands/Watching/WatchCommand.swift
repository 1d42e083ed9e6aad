internal import ArgumentParser
internal import ExchangeClient
internal import PerpsProtocol

/// `session-keys watch`
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watch a market and your own orders in it, live.",
    discussion: """
      Shows the order book, the last trades and, where there is a session with the server, the wallet's open orders and \
      position. In a terminal the view is redrawn in its place until Control-C is pressed; elsewhere every view is written \
      below the last.

      Examples:
        session-keys watch ETH-USD
        session-keys watch ETH-USD --once

      With --json, one object a view with market, ticker, orderBook, trades, and (with a session) orders and positions, as \
      the exchange answers them, each on a line. Errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Argument(help: "The market, as in ETH-USD.", transform: { try MarketSymbol($0) })
  var market: MarketSymbol

  @Option(
    help: ArgumentHelp("How long to wait between two views.", valueName: "time"),
    transform: { try TypedDuration(typed: $0) })
  var every: TypedDuration = .second

  @Option(help: "How many prices of each side of the book, and how many trades, are shown.")
  var lines = 8

  @Flag(help: "Write one view, and end.")
  var once = false

  @OptionGroup var options: SessionOptions

  private static let linesMaximum = 50

  func validate() throws {
    guard (1...Self.linesMaximum).contains(lines) else {
      throw ValidationError("--lines is a number from 1 to \(Self.linesMaximum).")
    }
  }

  func run() async throws {
    let source = try await source()
    // What is wrong from the beginning is said, not shown in a view.
    let first = try await asking { () async throws(ExchangeError) in try await source.read() }
    let output = output
    try output.show(first)
    if !once { try await Interruption.end(when: output) { try await follow(source, after: first, on: output) } }
  }

  private var output: any WatchOutput {
    if options.json { return WatchJSON() }
    return once || !LiveScreen.isPossible ? WatchLines() : LiveScreen()
  }

  private func follow(_ source: MarketSource, after first: MarketView, on output: any WatchOutput) async throws {
    var view = first
    while !Task.isCancelled {
      try await Task.sleep(for: .milliseconds(Int64(every.milliseconds)))
      do { view = try await source.read() } catch {
        guard output.goesOnAfterErrors, !Task.isCancelled else { throw CommandFailure.exchange(error) }
        view.problem = error.words
      }
      try output.show(view)
    }
  }

  /// The market, and the account of the session if there is one.
  private func source() async throws(CommandFailure) -> MarketSource {
    guard let document = try session() else {
      return MarketSource(exchange: try await options.server.connect(), market: market, account: nil, lines: lines)
    }
    let exchange = try await document.connect()
    let account = document.credentials.pair.map { exchange.account(of: document.wallet, credentials: $0) }
    return MarketSource(exchange: exchange, market: market, account: account, lines: lines)
  }

  /// The session that is named, or one that lives; a market can be watched without any.
  private func session() throws(CommandFailure) -> SessionDocument? {
    guard options.session == nil else { return try options.choose() }
    let server = try options.server.serverOrStandard
    return try options.store.sessions()
      .first { $0.document.server == server && $0.isLiving(at: .systemNow) }?.document
  }
}
