internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import TypedData

/// The call and the domain that a signature is for. The domain has no default: a signature is good in one alone.
struct RequestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Method and path of the call, as one argument.", valueName: "method and path"),
    transform: { argument in
      guard let call = SignedEndpoint(methodAndPath: argument) else { throw UnknownCallError() }
      return call
    })
  var request: SignedEndpoint

  @Option(
    name: .customLong("chain-id"),
    help: ArgumentHelp("Chain id of the exchange, as GET /v1/exchange answers it.", valueName: "number"))
  var chainID: UInt64

  @Option(
    help: ArgumentHelp(
      "Contract of the exchange, as GET /v1/exchange answers it (exchangeContractAddress).", valueName: "address"),
    transform: { try Address($0) })
  var contract: Address

  @Flag(help: "The signature is for the exchange's sandbox, not for the exchange itself.")
  var sandbox = false

  var domain: Domain { .katanaPerps(sandbox ? .sandbox : .production, chainID: chainID, contract: contract) }
}

/// A text is not the method and path of a call that is signed.
struct UnknownCallError: Error, CustomStringConvertible {
  /// What can be asked for.
  var description: String { "it must be written exactly as one of these.\n\(SignedEndpoint.calls)" }
}

extension SignedEndpoint {
  /// All calls that are signed, for the help.
  static var calls: String { "Calls:\n" + allCases.map { "  \($0.rawValue)" }.joined(separator: "\n") }
}
