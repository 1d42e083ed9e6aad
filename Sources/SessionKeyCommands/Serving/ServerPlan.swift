internal import EthereumPrimitives
internal import ExchangeServer
internal import KeyVault
internal import Logging
internal import PerpsProtocol
internal import SandboxExchange
internal import Signing
internal import TypedData

/// Everything that a server is started with: options, and the secrets of its data directory.
struct ServerPlan: Sendable {
  let server: ServerConfiguration
  /// The wallet whose index prices count; `nil` where somebody else's do.
  let publisher: LocalWallet?

  init(
    directory: String, isSandbox: Bool, configuration file: InputSource?, listening: ListeningOptions, logger: Logger
  ) throws(CommandFailure) {
    let secrets = ServerSecrets(directory: directory)
    let publisher = LocalWallet(try secrets.indexPricePublisher())
    self.publisher = publisher
    let exchange: ExchangeConfiguration
    do { exchange = try ExchangeConfiguration(indexPricePublisher: publisher.address) } catch {
      throw .server(.configuration("\(error)"))
    }
    server = ServerConfiguration(
      domain: Self.domain(isSandbox: isSandbox), exchange: exchange, dataDirectory: directory,
      serverKey: try secrets.serverKey(), host: listening.host, port: Int(listening.port), isSandbox: isSandbox,
      tls: listening.tls, logger: logger, clock: { .systemNow })
  }

  private static func domain(isSandbox: Bool) -> Domain {
    .katanaPerps(isSandbox ? .sandbox : .production, chainID: 747_474, contract: contract)
  }

  /// A contract that is on no chain, and that no real one's signature is good for.
  private static let contract = Address(lastBytesOf: Keccak256.hash(utf8: "session-keys sandbox exchange"))
}

/// The secrets in a data directory, each in a file of mode 600, made on their first use.
struct ServerSecrets {
  let directory: String

  /// What the secrets of API keys are derived from.
  func serverKey() throws(CommandFailure) -> ServerKey {
    guard let key = try read("server.key", ServerKey.init(bytes:)) else { throw .keyStore(.cryptography) }
    return key
  }

  /// The wallet that publishes index prices.
  func indexPricePublisher() throws(CommandFailure) -> Secp256k1PrivateKey {
    guard let key = try read("market-maker.key", { try? Secp256k1PrivateKey(bytes: $0) }) else {
      throw .keyStore(.cryptography)
    }
    return key
  }

  private func read<Value>(_ name: String, _ make: ([UInt8]) -> Value?) throws(CommandFailure) -> Value? {
    do { return try SecretFile(directory: directory, name: name).readOrMake(make) } catch { throw .keyStore(error) }
  }
}
