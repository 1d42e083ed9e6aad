internal import ArgumentParser
internal import ExchangeClient

/// `session-keys demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play the whole story of a session key against a running sandbox.",
    discussion: """
      With a wallet that is made for it and kept in memory alone: the wallet deposits play money and authorises a session \
      key with one signature; the key places and cancels orders, without asking; a withdrawal that the key has signed is \
      refused; the wallet's own is accepted; the key is revoked, and its next order refused. Ends with a table of counts \
      and times.

      Example:
        session-keys serve --sandbox     (in another terminal)
        session-keys demo

      With --json, one object with asTold (true or false), steps, a list of objects with name, asTold and words, and the \
      counts and times. Errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var server: ServerOptions

  @Option(help: "How many orders are placed and cancelled.")
  var orders = 200

  @Option(help: "How many connections place them at the same time.")
  var connections = 16

  @Flag(help: "Write JSON, for programs.")
  var json = false

  /// The most orders, and the most connections.
  private static let (ordersMaximum, connectionsMaximum) = (10_000_000, 256)

  func validate() throws {
    guard (1...Self.ordersMaximum).contains(orders) else {
      throw ValidationError("--orders is a number from 1 to \(Self.ordersMaximum).")
    }
    guard (1...Self.connectionsMaximum).contains(connections) else {
      throw ValidationError("--connections is a number from 1 to \(Self.connectionsMaximum).")
    }
  }

  func run() async throws {
    var configuration = ClientConfiguration()
    configuration.connectionsMaximum = connections
    let exchange = try await server.connect(configuration: configuration)
    let market = try await asking { () async throws(ExchangeError) in try await DemoMarket.choose(on: exchange) }
    guard let market else { throw CommandFailure.noQuotedMarket }
    let story = DemoStory(exchange: exchange, market: market, orders: orders, connections: connections)
    let words = DemoWords(isShown: !json)
    words.begin(exchange: exchange, market: market)
    let result = await story.play { words.tell($0) }
    if json { try Report.result(result) } else { try Report.result(text: result.text) }
    if !result.asTold { throw CommandFailure.storyWentOtherwise }
  }
}
