internal import ArgumentParser
internal import Foundation

/// The command-line tool `session-keys`.
public enum SessionKeysTool {
  /// Runs the command that the process's arguments ask for, and ends the process with its status.
  public static func main() async -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // Known before the arguments are parsed, so that an error in them is reported in the same form.
    let isJSON = arguments.prefix { $0 != "--" }.contains("--json")
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      exit(ExitStatus.success.rawValue)
    } catch let failure as CommandFailure {
      Report(isJSON: isJSON).error(code: failure.code, failure.description)
      exit(failure.exitStatus.rawValue)
    } catch {
      end(withArgumentError: error, isJSON: isJSON)
    }
  }

  /// Ends as the argument parser wants it: with help or the version, or with an error.
  private static func end(withArgumentError error: any Error, isJSON: Bool) -> Never {
    if RootCommand.exitCode(for: error).isSuccess { RootCommand.exit(withError: error) }
    if isJSON {
      Report(isJSON: true).error(code: "USAGE", SecretText.redact(RootCommand.message(for: error)))
    } else {
      Report.usage(SecretText.redact(RootCommand.fullMessage(for: error)))
    }
    exit(ExitStatus.usage.rawValue)
  }
}

/// The tool without a command: shows what there is.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session-keys",
    abstract: "Inspect, sign and hash the signed requests of the Katana Perps exchange, and keep wallets.",
    discussion: """
      A session key trades for a wallet that has authorised it. Every request to the exchange is a JSON body with a \
      signature over EIP-712 typed data; these commands show what such a signature stands for, and make one.

      Example: who signed this order?
        session-keys inspect --request "POST /v1/orders" \\
          --chain-id 747474 --contract $CONTRACT order.json

      Chain id and contract are those that GET /v1/exchange answers.

      \(ExitStatus.help)
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Trade:",
        subcommands: [
          BuyCommand.self, SellCommand.self, CancelCommand.self, OrdersCommand.self, FillsCommand.self,
          PositionsCommand.self, BalanceCommand.self,
        ]),
      CommandGroup(
        name: "Keys and money, signed by a wallet:",
        subcommands: [
          WalletCommand.self, StartCommand.self, ListCommand.self, RevokeCommand.self, DepositCommand.self,
          WithdrawCommand.self,
        ]),
      CommandGroup(name: "Run an exchange:", subcommands: [ServeCommand.self, DemoCommand.self, AuditCommand.self]),
      CommandGroup(
        name: "Look inside:", subcommands: [InspectCommand.self, SignCommand.self, TypedDataCommand.self]),
    ])
}
