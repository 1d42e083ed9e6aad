internal import ArgumentParser
internal import ExchangeClient
internal import PerpsProtocol

/// `session-keys deposit`
struct DepositCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deposit",
    abstract: "Put play money into a sandbox; the wallet signs.",
    discussion: """
      A session key cannot do this: the wallet's passphrase is needed.

      Example:
        session-keys deposit 100000

      With --json, the deposit as the exchange answers it; errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Argument(help: "How much of the quote asset, as in 100000.", transform: { try Pips(typed: $0) })
  var quantity: Pips

  @OptionGroup var options: CustodyOptions

  func run() async throws {
    let (exchange, wallet) = try await options.open()
    let deposit = try await asking { () async throws(ExchangeError) in
      try await exchange.deposit(quantity, authorizedBy: wallet)
    }
    try options.write(deposit, BalanceReport.text)
  }
}

/// `session-keys withdraw`
struct WithdrawCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw to the wallet; the wallet signs.",
    discussion: """
      A session key cannot do this: the wallet's passphrase is needed.

      Example:
        session-keys withdraw 250

      With --json, the withdrawal as the exchange answers it; errors are an object with code and message on standard \
      error.

      \(ExitStatus.help)
      """)

  @Argument(help: "How much of the quote asset, the gas fee included.", transform: { try Pips(typed: $0) })
  var quantity: Pips

  @Option(
    help: ArgumentHelp(
      "The most that may be taken for gas.", discussion: "Default: what the exchange asks now.", valueName: "amount"),
    transform: { try Pips(typed: $0) })
  var maximumGasFee: Pips?

  @OptionGroup var options: CustodyOptions

  func run() async throws {
    let (exchange, wallet) = try await options.open()
    let withdrawal = try await asking { () async throws(ExchangeError) in
      try await exchange.withdraw(quantity, maximumGasFee: maximumGasFee, authorizedBy: wallet)
    }
    try options.write(withdrawal, BalanceReport.text)
  }
}
