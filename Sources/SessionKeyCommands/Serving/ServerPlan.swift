internal import EthereumPrimitives
internal import ExchangeServer
internal import KeyVault
internal import LedgerPostgreSQL
internal import Logging
internal import PerpsProtocol
internal import SandboxExchange
internal import Signing

/// Everything that a server is started with: options, and the secrets of its data directory.
struct ServerPlan: Sendable {
  let server: ServerConfiguration
  /// The wallet whose index prices count.
  let publisher: LocalWallet
  /// The wallet that quotes the markets of a sandbox.
  let marketMaker: LocalWallet
  /// Whether the server quotes its markets itself; not where the configuration names another publisher.
  let quotesMarkets: Bool

  init(
    directory: String, isSandbox: Bool, configuration file: InputSource?, listening: ListeningOptions, page: String?,
    database: PostgreSQLAddress? = nil, logger: Logger
  ) throws(CommandFailure) {
    let secrets = ServerSecrets(directory: directory)
    publisher = try secrets.indexPricePublisher()
    marketMaker = try secrets.marketMaker()
    let configuration = try ConfigurationFile(from: file)
    quotesMarkets = isSandbox && configuration.indexPricePublisher == nil
    let exchange: ExchangeConfiguration
    do { exchange = try configuration.exchange(publisher: publisher.address) } catch {
      throw .server(.configuration("\(error)"))
    }
    var server = ServerConfiguration(
      domain: configuration.domain(isSandbox: isSandbox),
      exchange: exchange, dataDirectory: directory, serverKey: try secrets.serverKey(), policy: configuration.policy,
      host: listening.host, port: Int(listening.port), isSandbox: isSandbox, limits: configuration.limits,
      allowedOrigins: configuration.allowedOrigins, tls: listening.tls, logger: logger, clock: { .systemNow })
    server.offersDemoWallets = isSandbox && ServerURL.isLoopback(listening.host)
    if let database {
      server.openLedger = { configuration in try PostgreSQLLedger(at: database, configuration: configuration) }
    }
    do { server.page = try page.map(WebPage.init(directory:)) } catch { throw .server(.configuration("\(error)")) }
    self.server = server
  }
}

/// The secrets in a data directory, each in a file of mode 600, made on their first use.
struct ServerSecrets {
  let directory: String

  /// What the secrets of API keys are derived from.
  func serverKey() throws(CommandFailure) -> ServerKey {
    guard let key = try read(Self.serverKeyFile, ServerKey.init(bytes:)) else { throw .keyStore(.cryptography) }
    return key
  }

  /// The wallet that publishes index prices.
  func indexPricePublisher() throws(CommandFailure) -> LocalWallet { try wallet(Self.publisherFile) }

  /// The wallet that quotes the markets.
  func marketMaker() throws(CommandFailure) -> LocalWallet { try wallet(Self.marketMakerFile) }

  /// The address of the wallet that publishes index prices, where its key is there; nothing is made.
  func indexPricePublisherIfThere() throws(CommandFailure) -> Address? {
    do {
      return try SecretFile(directory: directory, name: Self.publisherFile)
        .read { (try? Secp256k1PrivateKey(bytes: $0))?.address } ?? nil
    } catch { throw .keyStore(error) }
  }

  /// Copies those that are there into another directory, with the same modes.
  func copy(to target: String) throws(CommandFailure) {
    for name in [Self.serverKeyFile, Self.publisherFile, Self.marketMakerFile] {
      do { _ = try SecretFile(directory: directory, name: name).copyIfThere(to: target) } catch {
        throw .keyStore(error)
      }
    }
  }

  private static let serverKeyFile = "server.key"
  private static let publisherFile = "index-price-publisher.key"
  private static let marketMakerFile = "market-maker.key"

  private func wallet(_ name: String) throws(CommandFailure) -> LocalWallet {
    guard let key = try read(name, { try? Secp256k1PrivateKey(bytes: $0) }) else { throw .keyStore(.cryptography) }
    return LocalWallet(key)
  }

  private func read<Value>(_ name: String, _ make: ([UInt8]) -> Value?) throws(CommandFailure) -> Value? {
    do { return try SecretFile(directory: directory, name: name).readOrMake(make) } catch { throw .keyStore(error) }
  }
}
