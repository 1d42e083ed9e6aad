import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import ExchangeServer
import Foundation
import Logging
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Signing
import Testing
import TypedData

/// A sandbox server in this process on a port of its own, and what a test does with it.
struct Sandbox: Sendable {
  let port: Int
  static let publisher = wallet(250)
  private static let domain = Domain.katanaPerps(.sandbox, chainID: 747_474, contract: .zero)
  private static let serverKey = [UInt8](repeating: 7, count: 32)

  /// Runs a test against a server in a new directory; cancels the server afterwards.
  static func run(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "streaming-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let server = try await ExchangeServer(opening: configuration(directory))
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { port.finish() }
        try await server.run { port.yield($0) }
      }
      let sandbox = Sandbox(port: try #require(await ports.first { _ in true }))
      try await sandbox.publishIndexPrice()
      try await body(sandbox)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private static func configuration(_ directory: String) throws -> ServerConfiguration {
    ServerConfiguration(
      domain: domain,
      exchange: try ExchangeConfiguration(indexPricePublisher: publisher.address), dataDirectory: directory,
      serverKey: try #require(ServerKey(bytes: serverKey)), port: 0, isSandbox: true,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: ClientConfiguration.systemClock)
  }

  /// A wallet whose key is a small number; for play money only.
  static func wallet(_ number: UInt8) -> LocalWallet {
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes[31] = number
    return (try? Secp256k1PrivateKey(bytes: bytes)).map(LocalWallet.init) ?? LocalWallet(Secp256k1PrivateKey())
  }

  /// The pair of an account of this server.
  static func accountCredentials() throws -> APICredentials {
    let issuer = CredentialIssuer(
      serverKey: try #require(ServerKey(bytes: serverKey)), domain: domain)
    let pair = issuer.pair(ofAccount: try #require(AccountID(String(repeating: "a", count: 32))))
    return try #require(APICredentials(key: pair.key, secret: pair.secret))
  }

  /// Connects at once again when a connection is lost.
  func connect(
    port: Int? = nil, terms: AuthorizationTerms = .sessionKeys,
    _ configure: (inout ClientConfiguration) -> Void = { _ in }
  ) async throws -> Exchange {
    var configuration = ClientConfiguration()
    configuration.reconnectPauses.maximum = .milliseconds(1)
    configure(&configuration)
    return try await Exchange.connect(
      to: .url("http://127.0.0.1:\(port ?? self.port)", terms: terms), configuration: configuration)
  }

  /// A trader with play money and a session.
  func trader(_ number: UInt8) async throws -> Session {
    let exchange = try await connect()
    _ = try await exchange.deposit(try Pips("1000000.00000000"), authorizedBy: Self.wallet(number))
    return try await exchange.startSession(authorizedBy: Self.wallet(number), permitting: .unlimited)
  }

  /// The same session by another way.
  func session(_ session: Session, over exchange: Exchange) async throws -> Session {
    let credentials = try #require(session.credentials)
    return try await exchange.resumeSession(key: session.key, wallet: session.wallet, credentials: credentials)
  }

  private func publishIndexPrice() async throws {
    _ = try await connect().publishIndexPrice(
      try Pips("2000.00000000"), of: try MarketSymbol("ETH-USD"), authorizedBy: Self.publisher)
  }
}
