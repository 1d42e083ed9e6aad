internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// Tells the story while it happens.
struct DemoWords {
  let isShown: Bool

  /// Says where it plays.
  func begin(exchange: Exchange, market: DemoMarket) {
    say("A session key's story, on \(exchange.endpoint.base), in \(market.details.market)\n\n")
  }

  /// Says how a step went.
  func tell(_ step: DemoStep) {
    let number = (DemoStep.Name.allCases.firstIndex(of: step.name) ?? 0) + 1
    let mark = step.asTold ? "✓" : "✗"
    say("\(number). \(step.name.title)\n   \(mark) \(TerminalText.escape(step.words))\n")
  }

  private func say(_ text: String) {
    if isShown { try? Report.result(text: text) }
  }
}
