internal import EthereumPrimitives
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Ledger
internal import NIOCore
internal import NIOSSL
internal import SandboxExchange
internal import ServiceLifecycle
internal import SessionKeys
internal import Signing

/// An exchange behind HTTP: signed requests in, answers and the state of the exchange out.
public struct ExchangeServer: Sendable {
  private let configuration: ServerConfiguration
  private let ledger: any Ledger
  private let replica: ExchangeReplica
  private let snapshots: Snapshotter
  private let routes: RouteTable
  private let metrics = ServerMetrics()
  /// What opening found that an operator should know.
  public let openingNotes: [String]

  /// Opens the ledger in the data directory, or makes one, and brings the exchange up to its last entry.
  ///
  /// - Throws: a `LedgerError` or a ``ServerError``; nothing is listening then.
  public init(opening configuration: ServerConfiguration) async throws {
    try Self.makeDirectory(configuration.dataDirectory)
    let replica = ExchangeReplica(configuration: configuration.exchange)
    let ledger = try SQLiteLedger(
      path: DataDirectory.ledger(in: configuration.dataDirectory),
      configuration: LedgerConfiguration(
        domain: configuration.domain, policy: configuration.policy,
        indexPricePublisher: configuration.isSandbox ? configuration.exchange.indexPricePublisher : nil,
        clock: configuration.clock, onCommit: { replica.apply($0) }))
    do { try await self.init(configuration, ledger: ledger, replica: replica) } catch {
      try? await ledger.close()
      throw error
    }
  }

  private init(
    _ configuration: ServerConfiguration, ledger: any Ledger, replica: ExchangeReplica
  ) async throws {
    self.configuration = configuration
    self.ledger = ledger
    self.replica = replica
    snapshots = Snapshotter(configuration: configuration)
    openingNotes = try await Self.bringUp(replica, from: ledger, snapshots)
    routes = try Self.routes(configuration, ledger: ledger, replica: replica, metrics: metrics)
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

  /// All calls, as in `POST /v1/orders`.
  public var calls: [String] { routes.calls }
}

// MARK: - Parts

extension ExchangeServer {
  func application(onRunning: @escaping @Sendable (Int) async -> Void) throws -> some ApplicationProtocol {
    let limits = configuration.limits
    let responder = ExchangeResponder(
      routes: routes, limiter: RateLimiter(perSecond: limits.requestsPerAddressPerSecond), metrics: metrics,
      crossOrigin: CrossOriginPolicy(origins: configuration.allowedOrigins), hasTLS: configuration.tls != nil,
      uptime: configuration.uptime)
    var application = Application(
      responder: responder, server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: .maximum(limits.connectionsMaximum, logger: configuration.logger)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: configuration.logger)
    application.addServices(SnapshotService(snapshots: snapshots, replica: replica))
    return application
  }

  private func server() throws -> HTTPServerBuilder {
    let limits = configuration.limits
    let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
      maxHeaderFieldSize: ServerLimits.headerBytesMaximum, maxHeaderListSize: ServerLimits.headerBytesMaximum,
      maxHeaderFieldCount: ServerLimits.headerFieldsMaximum)
    let channel = HTTP1Channel.Configuration(
      additionalChannelHandlers: [RequestDeadlines(limits: limits)], httpDecoderConfiguration: decoder)
    guard let files = configuration.tls else { return .http1(configuration: channel) }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChain).map {
        NIOSSLCertificateSource.certificate($0)
      }
      let key = try NIOSSLPrivateKey(file: files.privateKey, format: .pem)
      return try .tls(
        .http1(configuration: channel),
        tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    } catch { throw ServerError.tls("\(error)") }
  }

  private static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw ServerError.dataDirectory("\(path): \(error.localizedDescription)") }
  }

  private static func routes(
    _ configuration: ServerConfiguration, ledger: any Ledger, replica: ExchangeReplica, metrics: ServerMetrics
  ) throws -> RouteTable {
    let (domain, clock) = (configuration.domain, configuration.clock)
    let issuer = CredentialIssuer(serverKey: configuration.serverKey, domain: domain)
    let reading = ReadingDesk(
      issuer: issuer, ledger: ledger, replica: replica, policy: configuration.policy, clock: clock)
    let authenticator = RequestAuthenticator(domain: domain, verifier: ECDSAVerifier(), policy: configuration.policy)
    let desk = AdmissionDesk(ledger: ledger, authenticator: authenticator, replica: replica, metrics: metrics)
    let wallets = RateLimiter<Address>(perSecond: configuration.limits.requestsPerWalletPerSecond)
    let tokens = TokenIssuer(serverKey: configuration.serverKey, issuer: issuer, domain: domain)
    var routes = RouteTable()
    PublicRoutes(details: ExchangeIdentity(domain: domain), replica: replica, clock: clock).add(to: &routes)
    PrivateRoutes(reading: reading, replica: replica, tokens: tokens, clock: clock).add(to: &routes)
    SignedRoutes(desk: desk, reading: reading, limiter: wallets, clock: clock, uptime: configuration.uptime)
      .add(to: &routes, isSandbox: configuration.isSandbox)
    SystemRoutes(
      gauges: GaugeReader(ledger: ledger, replica: replica, clock: clock), metrics: metrics,
      description: try APIDescription.load()
    ).add(to: &routes)
    return routes
  }
}
