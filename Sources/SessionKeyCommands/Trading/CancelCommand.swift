internal import ArgumentParser
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import Signing

/// `session-keys cancel`
struct CancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel orders with a session key; the wallet is not asked.",
    discussion: """
      An order is named by the exchange's id, or by your own as client:ID. With --all every order of the wallet is \
      cancelled, as far as the key's markets go.

      Examples:
        session-keys cancel 42 client:my-order
        session-keys cancel --market ETH-USD
        session-keys cancel --all

      With --json, a list of objects with orderId or clientOrderId, and status: canceled or notFound. Errors are an \
      object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Argument(help: "The orders to cancel.", transform: { try OrderReference($0) })
  var orders: [OrderReference] = []

  @Option(
    help: ArgumentHelp("Cancel all orders in this market.", valueName: "market"), transform: { try MarketSymbol($0) })
  var market: MarketSymbol?

  @Flag(help: "Cancel all orders that this session's key has placed.")
  var ofSession = false

  @Flag(help: "Cancel all orders of the wallet.")
  var all = false

  @OptionGroup var options: SessionOptions

  func validate() throws {
    let ways = [!orders.isEmpty, market != nil, ofSession, all].count { $0 }
    guard ways == 1 else {
      throw ValidationError("Name orders, or one of --market, --of-session and --all.")
    }
    guard orders.count <= OrderCancellationByOrderID.orderIDsMaximum else {
      throw ValidationError("Name at most \(OrderCancellationByOrderID.orderIDsMaximum) orders at a time.")
    }
  }

  func run() async throws {
    let session = try await options.open()
    let results = try await asking { () async throws(ExchangeError) in try await cancel(with: session) }
    try options.write(results, OrderReport.cancelled)
  }

  private func cancel(with session: ActiveSession) async throws(ExchangeError) -> [CancellationResult] {
    if let market { return try await session.cancelAll(in: market) }
    if ofSession { return try await session.cancelAll(placedBy: session.key.address) }
    if all { return try await session.cancelAll() }
    return try await session.cancel(orders)
  }
}
