internal import ExchangeServer
internal import Foundation

/// What a server says once it takes requests: where it is, and what to do next.
struct Greeting: Sendable {
  private let url: @Sendable (Int) -> String
  private let host: String
  private let data: String
  private let isSandbox: Bool
  private let hasPage: Bool
  private let isJSON: Bool
  private let program: String

  init(
    plan: ServerPlan, listening: ListeningOptions, isJSON: Bool, program: String = CommandLine.arguments.first ?? ""
  ) {
    url = { listening.url(port: $0) }
    host = listening.host
    data = plan.server.dataDirectory
    isSandbox = plan.server.isSandbox
    hasPage = plan.server.page != nil
    self.isJSON = isJSON
    self.program = program.isEmpty ? "session-keys" : program
  }

  private struct Announcement: Encodable {
    let url: String
    let host: String
    let port: Int
    let data: String
    let sandbox: Bool
  }

  /// Writes it to standard output. Where nobody reads that, the server runs all the same.
  func write(port: Int) {
    if isJSON {
      try? Report.result(Announcement(url: url(port), host: host, port: port, data: data, sandbox: isSandbox))
    } else {
      try? Report.result(text: text(port: port))
    }
  }

  /// The words for people.
  func text(port: Int) -> String {
    let address = url(port)
    var table = TextTable()
    table.add([
      (isSandbox ? "Sandbox" : "Exchange", address), ("Data", TerminalText.escape(data)),
      ("API", address + "/openapi.yaml"),
    ])
    if hasPage { table.section("In a browser", [(address, "connect a wallet or try the demo wallet")]) }
    if isSandbox { next(to: &table, address: address) }
    table.note("Control-C ends the server. Nothing that was answered is lost.")
    return table.text
  }

  private func next(to table: inout TextTable, address: String) {
    if address != ServerURL.standard.text {
      table.section("First, in a second terminal", [("export \(ServerOptions.environmentVariable)=\(address)", "")])
    }
    table.section("The whole story, in a second terminal", [(command("demo"), "")])
    table.section(
      "Or by hand",
      [
        (command("wallet create --name trading"), "a wallet, encrypted with a passphrase"),
        (command("deposit 100000"), "play money, signed by the wallet"),
        (command("start --markets ETH-USD"), "the wallet approves a session key, once"),
        (command("buy 0.5 ETH-USD"), "from here on the key signs, without asking"),
        (command("positions"), "what that made"),
        (command("watch ETH-USD"), "the market, live"),
        (command("revoke --all"), "the end of every session key"),
      ])
  }

  private func command(_ rest: String) -> String { TerminalText.escape(program) + " " + rest }
}
