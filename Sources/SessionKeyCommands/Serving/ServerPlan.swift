internal import EthereumPrimitives
internal import ExchangeServer
internal import KeyVault
internal import Logging
internal import PerpsProtocol
internal import SandboxExchange
internal import Signing

/// Everything that a server is started with: options, and the secrets of its data directory.
struct ServerPlan: Sendable {
  let server: ServerConfiguration
  /// Who quotes the markets; `nil` where somebody else does.
  let marketMaker: MarketMakerPlan?

  init(
    directory: String, isSandbox: Bool, configuration file: InputSource?, listening: ListeningOptions, logger: Logger
  ) throws(CommandFailure) {
    let secrets = ServerSecrets(directory: directory)
    let publisher = LocalWallet(try secrets.indexPricePublisher())
    let configuration = try file.map { file throws(CommandFailure) in try Self.read(file) } ?? .standard
    marketMaker =
      isSandbox && configuration.indexPricePublisher == nil
      ? MarketMakerPlan(
        listening: listening, publisher: publisher, maker: LocalWallet(try secrets.marketMaker()), logger: logger)
      : nil
    let exchange: ExchangeConfiguration
    do { exchange = try configuration.exchange(publisher: publisher.address) } catch {
      throw .server(.configuration("\(error)"))
    }
    server = ServerConfiguration(
      domain: .katanaPerps(
        isSandbox ? .sandbox : .production, chainID: configuration.chainID, contract: configuration.contract),
      exchange: exchange, dataDirectory: directory, serverKey: try secrets.serverKey(), policy: configuration.policy,
      host: listening.host, port: Int(listening.port), isSandbox: isSandbox, limits: configuration.limits,
      allowedOrigins: configuration.allowedOrigins, tls: listening.tls, logger: logger, clock: { .systemNow })
  }

  private static func read(_ file: InputSource) throws(CommandFailure) -> ConfigurationFile {
    let bytes = try file.read(bytesMaximum: ConfigurationFile.bytesMaximum)
    do { return try ConfigurationFile(bytes) } catch {
      throw .server(.configuration("\(file): \(error.description)"))
    }
  }
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
    try wallet("index-price.key")
  }

  /// The wallet that quotes the markets of a sandbox.
  func marketMaker() throws(CommandFailure) -> Secp256k1PrivateKey { try wallet("market-maker.key") }

  private func wallet(_ name: String) throws(CommandFailure) -> Secp256k1PrivateKey {
    guard let key = try read(name, { try? Secp256k1PrivateKey(bytes: $0) }) else { throw .keyStore(.cryptography) }
    return key
  }

  private func read<Value>(_ name: String, _ make: ([UInt8]) -> Value?) throws(CommandFailure) -> Value? {
    do { return try SecretFile(directory: directory, name: name).readOrMake(make) } catch { throw .keyStore(error) }
  }
}
