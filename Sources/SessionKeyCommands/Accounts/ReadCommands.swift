internal import ArgumentParser
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// `session-keys orders`
struct OrdersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders",
    abstract: "List open orders, or closed ones.",
    discussion: ReadingHelp.discussion(
      "session-keys orders --market ETH-USD", answer: "the orders as the exchange answers them, in a list"))

  @OptionGroup var page: PageOptions

  @Flag(help: "List orders that are done, in place of open ones.")
  var closed = false

  @OptionGroup var options: ReadingOptions

  func run() async throws {
    let account = try await options.account()
    let orders = try await asking { () async throws(ExchangeError) in
      try await account.orders(in: page.market, closed: closed, page: page.page)
    }
    try options.session.write(orders, OrderReport.table)
  }
}

/// `session-keys fills`
struct FillsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fills",
    abstract: "List what orders have traded.",
    discussion: ReadingHelp.discussion(
      "session-keys fills --limit 10", answer: "the fills as the exchange answers them, in a list"))

  @OptionGroup var page: PageOptions
  @OptionGroup var options: ReadingOptions

  func run() async throws {
    let account = try await options.account()
    let fills = try await asking { () async throws(ExchangeError) in
      try await account.fills(in: page.market, page: page.page)
    }
    try options.session.write(fills, FillReport.table)
  }
}

/// `session-keys positions`
struct PositionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "positions",
    abstract: "List open positions.",
    discussion: ReadingHelp.discussion(
      "session-keys positions", answer: "the positions as the exchange answers them, in a list"))

  @OptionGroup var options: ReadingOptions

  func run() async throws {
    let account = try await options.account()
    let positions = try await asking { () async throws(ExchangeError) in try await account.positions() }
    try options.session.write(positions, PositionReport.table)
  }
}

/// `session-keys balance`
struct BalanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance",
    abstract: "Show what the wallet has on the exchange.",
    discussion: ReadingHelp.discussion(
      "session-keys balance", answer: "the wallet as the exchange answers it"))

  @OptionGroup var options: ReadingOptions

  func run() async throws {
    let account = try await options.account()
    let wallet = try await asking { () async throws(ExchangeError) in try await account.balance() }
    try options.session.write(wallet, BalanceReport.text)
  }
}

/// Which part of a list is read.
struct PageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("In this market only.", valueName: "market"), transform: { try MarketSymbol($0) })
  var market: MarketSymbol?

  @Option(help: "How many at most, from 1 to \(ReadQuery.limitMaximum).")
  var limit: Int = ReadQuery.limitDefault

  @Option(help: ArgumentHelp("Those from this one on, in place of the newest.", valueName: "id"))
  var from: String?

  func validate() throws {
    guard (1...ReadQuery.limitMaximum).contains(limit) else {
      throw ValidationError("--limit is a number from 1 to \(ReadQuery.limitMaximum).")
    }
  }

  var page: ReadPage { ReadPage(fromID: from, limit: limit) }
}

/// The help of the commands that read.
enum ReadingHelp {
  static func discussion(_ example: String, answer: String) -> String {
    """
    Reads the data of the session's wallet with the session's own credentials, or with those of --api-key-file. Nothing \
    is signed, and no passphrase is needed.

    Example:
      \(example)

    With --json, \(answer); errors are an object with code and message on standard error.

    \(ExitStatus.help)
    """
  }
}
