internal import ArgumentParser
internal import ExchangeClient
internal import Signing

/// What commands that only a wallet may sign have in common.
struct CustodyOptions: ParsableArguments {
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var location: KeyDirectoryOption

  @Flag(help: "Write JSON, for programs.")
  var json = false

  /// Connects, and then opens the wallet: nobody types a passphrase for a server that is not there.
  func open() async throws(CommandFailure) -> (Exchange, LocalWallet) {
    let address = try wallet.choose(in: location.path)
    let exchange = try await server.connect()
    return (exchange, try wallet.open(address, in: location.path))
  }

  /// Writes the exchange's answer for programs, or words for people.
  func write<Answer: Encodable>(_ answer: Answer, _ words: (Answer) -> String) throws(CommandFailure) {
    if json { try Report.result(answer) } else { try Report.result(text: words(answer)) }
  }
}
