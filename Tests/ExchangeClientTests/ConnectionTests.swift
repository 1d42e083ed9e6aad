import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Signing
import Testing
import TypedData

@Suite("A client connects")
struct ConnectionTests {
  @Test("the domain is that of the exchange's own answer")
  func domain() async throws {
    let scene = try await Scene()
    #expect(
      scene.exchange.domain
        == .katanaPerps(.sandbox, chainID: 747_474, contract: try Address(Scene.contract)))
  }

  @Test("nonces go by the server's clock, however far this machine's is off", arguments: [-3_600_000, 0, 3_600_000])
  func offset(milliseconds: Int64) async throws {
    let scene = try await Scene(serverAheadBy: milliseconds)
    #expect(scene.exchange.clockOffsetMilliseconds == milliseconds)
    let expected = Int64(Scene.now) + milliseconds
    #expect(Int64(scene.exchange.nonce().time.timestamp.milliseconds) == expected)
    #expect(Int64(scene.exchange.now.milliseconds) == expected)
  }

  @Test("nonces strictly increase, also while the clock stands still and from many tasks")
  func nonces() async throws {
    let exchange = try await Scene().exchange
    let nonces = await withTaskGroup(of: [Nonce].self) { group in
      for _ in 0..<8 { group.addTask { (0..<200).map { _ in exchange.nonce() } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(nonces.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0.time < $1.time } })
    #expect(Set(nonces.joined()).count == 1_600)
  }

  @Test("where there is no server, that is said")
  func notReachable() async throws {
    let server = try await ScriptedServer { _ in .silence }
    let endpoint = try ExchangeEndpoint.url(server.base)
    try await server.close()
    let error = await thrown { () async throws(ExchangeError) in _ = try await Exchange.connect(to: endpoint) }
    guard case .notReachable? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("after closing nothing can be asked for")
  func closed() async throws {
    let scene = try await Scene(answering: { _ in .answer(200, "[]") })
    #expect(try await scene.exchange.markets().isEmpty)
    await scene.exchange.close()
    #expect(await thrown { () async throws(ExchangeError) in _ = try await scene.exchange.markets() } != nil)
  }

  @Test(
    "an address that is not one, or is not safe, is refused",
    arguments: [
      ("", .notAURL), ("perps.example", .notAURL), ("https://", .notAURL), ("ftp://perps.example", .unknownScheme),
      ("https://perps.example/v1", .hasPath), ("https://user:secret@perps.example", .notAURL),
      ("https://perps.example?a=b", .notAURL), ("http://perps.example", .plaintextToAnotherMachine),
      ("http://127.0.0.1.perps.example", .plaintextToAnotherMachine),
    ] as [(String, ExchangeEndpointError)])
  func badEndpoints(text: String, reason: ExchangeEndpointError) {
    #expect(throws: reason) { try ExchangeEndpoint.url(text) }
    #expect(!reason.description.isEmpty)
  }

  @Test(
    "an address is taken without its last slash",
    arguments: [
      "https://perps.example", "https://perps.example:8443/", "http://localhost:7474", "http://127.0.0.1:7474",
      "http://[::1]:7474",
    ])
  func goodEndpoints(text: String) throws {
    let base = try ExchangeEndpoint.url(text).base
    #expect(text == base || text == base + "/")
    #expect(ExchangeEndpoint.katanaPerps(.sandbox).base == "https://api-perps-sandbox.katana.network")
  }

  @Test("the WebSocket is beside the rest, or where the exchange has it")
  func webSocketURLs() throws {
    #expect(ExchangeEndpoint.local.webSocketURL == "ws://127.0.0.1:7474/v1")
    #expect(try ExchangeEndpoint.url("https://perps.example:8443/").webSocketURL == "wss://perps.example:8443/v1")
    #expect(
      ExchangeEndpoint.katanaPerps(.production).webSocketURL == "wss://websocket-perps.katana.network/v1")
    #expect(
      ExchangeEndpoint.katanaPerps(.sandbox).webSocketURL == "wss://websocket-perps-sandbox.katana.network/v1")
  }
}
