internal import EthereumPrimitives
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Ledger
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import SandboxExchange
internal import ServiceLifecycle
internal import SessionKeys
internal import Signing

/// An exchange behind HTTP: signed requests in, answers and the state of the exchange out.
public struct ExchangeServer: Sendable {
  private let configuration: ServerConfiguration
  let ledger: any Ledger
  let replica: ExchangeReplica
  let hub: SubscriptionHub
  private let sockets: SocketDesk
  private let snapshots: Snapshotter
  private let routes: RouteTable
  /// All calls of the API, as in `POST /v1/orders`; files of the page are none.
  public let calls: [String]
  private let failures: FailureDesk
  /// What opening found that an operator should know.
  public let openingNotes: [String]

  /// Opens the ledger in the data directory, or makes one, and brings the exchange up to its last entry.
  ///
  /// - Throws: a `LedgerError` or a ``ServerError``; nothing is listening then.
  public init(opening configuration: ServerConfiguration) async throws {
    try Self.makeDirectory(configuration.dataDirectory)
    let hub = SubscriptionHub(logger: configuration.logger)
    let replica = ExchangeReplica(configuration: configuration.exchange, hub: hub)
    let ledger = try await Self.openLedger(configuration, replica)
    do { try await self.init(configuration, ledger: ledger, replica: replica, hub: hub) } catch {
      try? await ledger.close()
      throw error
    }
  }

  private static func openLedger(
    _ configuration: ServerConfiguration, _ replica: ExchangeReplica
  ) async throws -> any Ledger {
    let pace = WarningPace()
    let ofLedger = LedgerConfiguration(
      domain: configuration.domain, policy: configuration.policy,
      indexPricePublisher: configuration.isSandbox ? configuration.exchange.indexPricePublisher : nil,
      clock: configuration.clock, onCommit: { replica.apply($0) }, onCommitByOthers: { replica.follow($0) },
      onUnreachable: { reason in
        guard pace.mayWarn(at: configuration.uptime()) else { return }
        configuration.logger.warning("the ledger cannot be followed", metadata: ["error": "\(reason)"])
      })
    if let open = configuration.openLedger { return try await open(ofLedger) }
    return try SQLiteLedger(path: DataDirectory.ledger(in: configuration.dataDirectory), configuration: ofLedger)
  }

  private init(
    _ configuration: ServerConfiguration, ledger: any Ledger, replica: ExchangeReplica, hub: SubscriptionHub
  ) async throws {
    self.configuration = configuration
    self.ledger = ledger
    self.replica = replica
    self.hub = hub
    failures = FailureDesk(
      limiter: RateLimiter(perSecond: configuration.limits.requestsPerAddressPerSecond), metrics: ServerMetrics(),
      logger: configuration.logger, uptime: configuration.uptime)
    snapshots = Snapshotter(configuration: configuration)
    openingNotes = try await Self.bringUp(replica, from: ledger, snapshots)
    let (routes, sockets) = try Self.rooms(configuration, ledger: ledger, replica: replica, hub: hub, failures)
    calls = routes.calls
    self.routes = configuration.page?.adding(to: routes) ?? routes
    self.sockets = sockets
  }

  /// Brings the exchange up to the ledger's last entry: from a snapshot where there is one, and then entry by entry.
  private static func bringUp(
    _ replica: ExchangeReplica, from ledger: any Ledger, _ snapshots: Snapshotter
  ) async throws -> [String] {
    let (snapshot, notes) = try await snapshots.newest(of: ledger)
    if let snapshot { replica.begin(with: snapshot) }
    for try await entry in ledger.allEntries(from: replica.read { $0.sequence } + 1) {
      do { try replica.replay(entry) } catch { throw ServerError.notReplayable(sequence: entry.sequence) }
    }
    try await ledger.follow(after: replica.read { $0.sequence })
    return notes
  }

  /// Serves until the process is asked to end (SIGTERM, SIGINT) or the task is cancelled; then answers what has been
  /// admitted, writes a snapshot and closes the ledger.
  ///
  /// - Parameter onRunning: told the port once requests are taken.
  public func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    let application = try application(onRunning: onRunning)
    do { try await application.runService() } catch {
      try? await close()
      throw error
    }
    try await close()
  }

  /// Answers what has been admitted, closes the ledger and writes a snapshot.
  func close() async throws {
    try await ledger.close()
    snapshots.write(replica)
  }
}

// MARK: - Parts

extension ExchangeServer {
  func application(onRunning: @escaping @Sendable (Int) async -> Void) throws -> some ApplicationProtocol {
    let responder = ExchangeResponder(
      routes: routes, failures: failures, crossOrigin: CrossOriginPolicy(origins: configuration.allowedOrigins),
      moments: ReadingMoments(ledger: ledger, replica: replica), hasTLS: configuration.tls != nil)
    var application = Application(
      responder: responder, server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: .maximum(configuration.limits.connectionsMaximum, logger: configuration.logger)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: configuration.logger)
    application.addServices(
      SnapshotService(snapshots: snapshots, replica: replica),
      StreamService(hub: hub, replica: replica, ledger: ledger, clock: configuration.clock))
    return application
  }

  private func server() throws -> HTTPServerBuilder {
    let limits = configuration.limits
    var decoding = NIOHTTPDecoderLimitConfiguration()
    decoding.maxHeaderFieldSize = ServerLimits.headerBytesMaximum
    decoding.maxHeaderListSize = ServerLimits.headerBytesMaximum
    decoding.maxHeaderFieldCount = ServerLimits.headerFieldsMaximum
    let (policy, desk, decoder) = (configuration.socketPolicy, sockets, decoding)
    let plain = HTTPServerBuilder { responder in
      SocketChannel(responder: responder, policy: policy, desk: desk, limits: limits, decoding: decoder)
    }
    guard let files = configuration.tls else { return plain }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChain).map {
        NIOSSLCertificateSource.certificate($0)
      }
      let key = try NIOSSLPrivateKey(file: files.privateKey, format: .pem)
      return try .tls(
        plain,
        tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    } catch { throw ServerError.tls("\(error)") }
  }

  private static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw ServerError.dataDirectory("\(path): \(error.localizedDescription)") }
  }

  private static func rooms(
    _ configuration: ServerConfiguration, ledger: any Ledger, replica: ExchangeReplica, hub: SubscriptionHub,
    _ failures: FailureDesk
  ) throws -> (RouteTable, SocketDesk) {
    let (domain, clock, metrics) = (configuration.domain, configuration.clock, failures.metrics)
    let issuer = CredentialIssuer(serverKey: configuration.serverKey, domain: domain)
    let reading = ReadingDesk(
      issuer: issuer, ledger: ledger, replica: replica, policy: configuration.policy, clock: clock)
    let authenticator = RequestAuthenticator(domain: domain, verifier: ECDSAVerifier(), policy: configuration.policy)
    let desk = AdmissionDesk(ledger: ledger, authenticator: authenticator, replica: replica, metrics: metrics)
    let wallets = RateLimiter<Address>(perSecond: configuration.limits.requestsPerWalletPerSecond)
    let tokens = TokenIssuer(serverKey: configuration.serverKey, issuer: issuer, domain: domain)
    let signed = SignedRoutes(
      desk: desk, reading: reading, failures: failures, limiter: wallets, clock: clock, uptime: configuration.uptime)
    var routes = RouteTable()
    PublicRoutes(details: ExchangeIdentity(domain: domain), replica: replica, clock: clock).add(to: &routes)
    PrivateRoutes(reading: reading, replica: replica, tokens: tokens, clock: clock).add(to: &routes)
    signed.add(to: &routes, isSandbox: configuration.isSandbox)
    SystemRoutes(
      gauges: GaugeReader(ledger: ledger, replica: replica, hub: hub, clock: clock), metrics: metrics,
      description: try APIDescription.load()
    ).add(to: &routes)
    configuration.socketPolicy.add(to: &routes)
    if configuration.isSandbox && configuration.offersDemoWallets {
      DemoWalletRoutes(
        wallets: DemoWallets(serverKey: configuration.serverKey, domain: domain), policy: configuration.socketPolicy
      ).add(to: &routes)
    }
    let sockets = SocketDesk(
      hub: hub, signed: signed, tokens: tokens, failures: failures, isSandbox: configuration.isSandbox, clock: clock)
    return (routes, sockets)
  }
}

extension ServerConfiguration {
  fileprivate var socketPolicy: SocketPolicy {
    SocketPolicy(crossOrigin: CrossOriginPolicy(origins: allowedOrigins))
  }
}
