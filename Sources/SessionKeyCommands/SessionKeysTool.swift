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
    abstract: "Approve once with your wallet, then trade on Katana Perps with one click.",
    discussion: """
      A wallet authorises a session key, once; from then on the key signs every order and cancellation, at once and \
      without asking. It can trade and nothing else, and ends at the latest after 30 days, or when it is revoked.

      Example:
        session-keys serve --sandbox     (in one terminal)
        session-keys demo                (in another)

      Completions for a shell:
        session-keys --generate-completion-script bash \\
          > ~/.local/share/bash-completion/completions/session-keys
      (or zsh, or fish).

      \(ExitStatus.help)
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Trading",
        subcommands: [
          BuyCommand.self, SellCommand.self, CancelCommand.self, OrdersCommand.self, FillsCommand.self,
          PositionsCommand.self, BalanceCommand.self, WatchCommand.self,
        ]),
      CommandGroup(
        name: "Keys and money",
        subcommands: [
          WalletCommand.self, StartCommand.self, ListCommand.self, RevokeCommand.self, DepositCommand.self,
          WithdrawCommand.self,
        ]),
      CommandGroup(
        name: "Exchange",
        subcommands: [
          ServeCommand.self, DemoCommand.self, AuditCommand.self, BackupCommand.self, MigrateCommand.self,
          APIKeyCommand.self,
        ]),
      CommandGroup(
        name: "Inspection", subcommands: [InspectCommand.self, SignCommand.self, TypedDataCommand.self]),
    ])
}
