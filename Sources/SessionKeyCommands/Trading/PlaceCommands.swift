internal import ArgumentParser
internal import ExchangeClient
internal import PerpsProtocol

/// `session-keys buy`
struct BuyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "buy",
    abstract: "Buy with a session key; the wallet is not asked.",
    discussion: OrderPlacement.discussion("buy"))

  @OptionGroup var order: OrderOptions
  @OptionGroup var options: SessionOptions

  func run() async throws { try await OrderPlacement.place(order, .buy, options) }
}

/// `session-keys sell`
struct SellCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sell",
    abstract: "Sell with a session key; the wallet is not asked.",
    discussion: OrderPlacement.discussion("sell"))

  @OptionGroup var order: OrderOptions
  @OptionGroup var options: SessionOptions

  func run() async throws { try await OrderPlacement.place(order, .sell, options) }
}

/// What buying and selling have in common.
enum OrderPlacement {
  /// Signs an order with the session's key, and sends it.
  static func place(
    _ order: OrderOptions, _ side: OrderSide, _ options: SessionOptions
  ) async throws(CommandFailure) {
    let draft: OrderDraft
    do { draft = try order.draft(side) } catch { throw .exchange(.invalid(reason: "\(error)")) }
    let session = try await options.open()
    let placed = try await asking { () async throws(ExchangeError) in try await session.place(draft) }
    try options.write(placed, OrderReport.placed)
  }

  /// The help of a command.
  static func discussion(_ command: String) -> String {
    """
    Signs with the session's key, at once and without a passphrase. The key's limits are kept by the exchange: an \
    order outside of them is refused, with a code and the reason.

    Examples:
      session-keys \(command) 0.5 ETH-USD
      session-keys \(command) 0.5 ETH-USD --limit 2000 --post-only
      session-keys \(command) 0.5 ETH-USD --stop 1900 --trigger last --reduce-only

    With --json, the order as the exchange answers it; errors are an object with code and message on standard error. \
    Where the connection fails before the answer, the order is looked up; it is never sent twice.

    \(ExitStatus.help)
    """
  }
}
