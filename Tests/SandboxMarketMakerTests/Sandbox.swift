import EthereumPrimitives
import ExchangeClient
import ExchangeServer
import Foundation
import Logging
import PerpsProtocol
import SandboxExchange
import SandboxMarketMaker
import Signing
import Synchronization
import Testing
import TypedData

/// A sandbox server in this process on a port of its own, and what a test does with it.
struct Sandbox: Sendable {
  let endpoint: ExchangeEndpoint
  static let publisher = wallet(250)

  /// Runs a test against a server on a directory; cancels the server afterwards.
  static func run(
    in directory: String, _ body: @escaping @Sendable (Sandbox) async throws -> Void
  ) async throws {
    let server = try await ExchangeServer(opening: configuration(directory))
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { port.finish() }
        try await server.run { port.yield($0) }
      }
      let number = try #require(await ports.first { _ in true })
      try await body(Sandbox(endpoint: try .url("http://127.0.0.1:\(number)")))
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  static func inNewDirectory(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
    let directory = newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await run(in: directory, body)
  }

  static func newDirectory() -> String {
    FileManager.default.temporaryDirectory.appending(path: "market-maker-\(UUID().uuidString)").path
  }

  private static func configuration(_ directory: String) throws -> ServerConfiguration {
    ServerConfiguration(
      domain: .katanaPerps(.sandbox, chainID: 747_474, contract: .zero),
      exchange: try ExchangeConfiguration(indexPricePublisher: publisher.address), dataDirectory: directory,
      serverKey: try #require(ServerKey(bytes: [UInt8](repeating: 7, count: 32))), port: 0, isSandbox: true,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: ClientConfiguration.systemClock)
  }

  /// A wallet whose key is a small number; for play money only.
  static func wallet(_ number: UInt8) -> LocalWallet {
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes[31] = number
    return (try? Secp256k1PrivateKey(bytes: bytes)).map(LocalWallet.init) ?? LocalWallet(Secp256k1PrivateKey())
  }

  func maker(
    seed: UInt64 = 1, makers: [LocalWallet] = [], _ change: (inout MarketMakerConfiguration) -> Void = { _ in },
    report: @escaping @Sendable (MarketMakerEvent) -> Void = { _ in }
  ) -> SandboxMarketMaker {
    var configuration = MarketMakerConfiguration()
    change(&configuration)
    return SandboxMarketMaker(
      exchange: endpoint, publisher: Self.publisher, makers: makers, seed: seed, configuration: configuration,
      report: report)
  }

  /// A trader with play money and a session.
  func trader(_ number: UInt8) async throws -> Session {
    let exchange = try await Exchange.connect(to: endpoint)
    let wallet = Self.wallet(number)
    _ = try await exchange.deposit(try Pips("1000000.00000000"), authorizedBy: wallet)
    return try await exchange.startSession(authorizedBy: wallet, permitting: .unlimited)
  }
}

/// What was reported.
final class Reports: Sendable {
  private let list = Mutex<[MarketMakerEvent]>([])

  var events: [MarketMakerEvent] { list.withLock { $0 } }
  var add: @Sendable (MarketMakerEvent) -> Void { { event in self.list.withLock { $0.append(event) } } }
}
