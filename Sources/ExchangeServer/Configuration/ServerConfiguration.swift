internal import Foundation
public import Ledger
public import Logging
public import PerpsProtocol
public import SandboxExchange
public import SessionKeys
public import TypedData

/// What an operator decides about a server. The network is an argument without a default: a server is for one domain.
public struct ServerConfiguration: Sendable {
  /// The domain that requests are signed in.
  public let domain: Domain
  /// The exchange that is fed by the ledger.
  public let exchange: ExchangeConfiguration
  /// Where the ledger and its snapshots lie; made with mode 0700 where it is missing.
  public let dataDirectory: String
  /// What the secrets of API keys are derived from.
  public let serverKey: ServerKey
  /// What the rules leave to the operator.
  public var policy: AdmissionPolicy
  /// The address to listen on; loopback unless the operator says otherwise.
  public var host: String
  /// The port to listen on, or 0 for any that is free.
  public var port: Int
  /// Whether deposits of play money, transfers and index prices are taken.
  public var isSandbox: Bool
  /// Whether the page's demo wallets are offered. Only for a sandbox on loopback: their keys lie with the server.
  public var offersDemoWallets = false
  /// The page that is served at `/`; none where it is `nil`.
  public var page: WebPage?
  /// What a stranger can make the server hold, read or wait for.
  public var limits: ServerLimits
  /// The origins whose pages may use the API, as browsers write them: `https://trade.example`.
  public var allowedOrigins: Set<String>
  /// Certificate and key; without them the server speaks plain HTTP.
  public var tls: TLSFiles?
  /// Where the log goes. Nothing secret is logged.
  public var logger: Logger
  /// The machine's clock.
  public var clock: @Sendable () -> Timestamp
  /// Opens the ledger where it is not the file in the data directory: one that other servers write to, too. Everything
  /// else of the data directory stays this server's own.
  public var openLedger: (@Sendable (LedgerConfiguration) async throws -> any Ledger)?
  /// A clock that never goes back, in nanoseconds from anywhen: what rates are counted by.
  public var uptime: @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }

  /// The port where nobody chooses one.
  public static let portDefault = 7474

  /// Puts together a configuration of a server on loopback.
  public init(
    domain: Domain, exchange: ExchangeConfiguration, dataDirectory: String, serverKey: ServerKey,
    policy: AdmissionPolicy = .standard, host: String = "127.0.0.1", port: Int = portDefault, isSandbox: Bool = false,
    limits: ServerLimits = ServerLimits(), allowedOrigins: Set<String> = [], tls: TLSFiles? = nil, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.domain = domain
    self.exchange = exchange
    self.dataDirectory = dataDirectory
    self.serverKey = serverKey
    self.policy = policy
    self.host = host
    self.port = port
    self.isSandbox = isSandbox
    self.limits = limits
    self.allowedOrigins = allowedOrigins
    self.tls = tls
    self.logger = logger
    self.clock = clock
  }
}

/// Files in PEM that prove who the server is.
public struct TLSFiles: Hashable, Sendable {
  /// The certificate and those above it.
  public let certificateChain: String
  /// The certificate's private key. Never logged.
  public let privateKey: String

  /// Names the files.
  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}

/// What lies where in a data directory.
public enum DataDirectory {
  /// The ledger.
  public static func ledger(in directory: String) -> String { directory + "/ledger.sqlite" }
  /// Snapshots of the exchange.
  public static func snapshots(in directory: String) -> String { directory + "/snapshots" }
}
