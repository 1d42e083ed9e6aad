import EthereumPrimitives
import ExchangeAPI
import ExchangeServer
import Foundation
import FuzzHarness
import Ledger
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Signing

/// A whole server in this process, on loopback, with traders who have money and keys.
final class Exchange {
  let cast = Cast()
  private(set) var template: Template
  private(set) var sequence: UInt64 = 0
  /// How many requests may have been admitted that are not in ``sequence`` yet.
  private var admissionsOpen: UInt64 = 0
  /// Whether a key that trades has been revoked.
  private var needsKeys = false

  private let directory: String
  private var server: RunningServer
  private var control: Connection
  private let account: APICredentials

  private static let secondsUntilQuiet = 0.2
  private static let serverKey = [UInt8](repeating: 7, count: ServerKey.byteCount)

  init() {
    directory = FileManager.default.temporaryDirectory.appending(path: "exchange-\(UUID().uuidString)").path
    server = RunningServer(Self.configuration(directory, cast))
    control = Connection(port: server.port)
    account = Self.credentials { issuer in AccountID(String(repeating: "0", count: 32)).map(issuer.pair(ofAccount:)) }
    template = Template(cast: cast, credentials: account, tokens: [])
    prepare()
  }

  var port: Int { server.port }

  private static func credentials(_ pair: (CredentialIssuer) -> IssuedPair?) -> APICredentials {
    guard let key = ServerKey(bytes: serverKey),
      let pair = pair(CredentialIssuer(serverKey: key, domain: Cast.domain)),
      let credentials = APICredentials(key: pair.key, secret: pair.secret)
    else { fatalError("the server's key makes credentials") }
    return credentials
  }

  private static func configuration(_ directory: String, _ cast: Cast) -> ServerConfiguration {
    guard let key = ServerKey(bytes: serverKey) else { fatalError("the server's key has its length") }
    let now = cast.now
    var configuration = ServerConfiguration(
      domain: Cast.domain,
      exchange: expected { try ExchangeConfiguration(indexPricePublisher: cast.publisher.address) },
      dataDirectory: directory, serverKey: key, port: 0, isSandbox: true, logger: ErrorLog.logger, clock: { now })
    configuration.offersDemoWallets = true
    let uptime = Uptime()
    configuration.uptime = { uptime.next() }
    return configuration
  }
}

// MARK: - Calls

extension Exchange {
  /// Sends a request on the connection that is always open, and gives the answer.
  func call(_ call: String, body: [UInt8]? = nil, headers: [String] = []) -> HTTPAnswer {
    var lines = ["\(call) HTTP/1.1", "host: localhost"] + headers
    if let body { lines.append("content-length: \(body.count)") }
    control.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
    while true {
      if let answer = HTTPAnswer(control.unread[...]) {
        control.consume(answer.byteCount)
        require(control.unread.isEmpty, "one request has one answer")
        answer.check()
        if answer.headers["connection"] == "close" { control = Connection(port: port) }
        return answer
      }
      require(control.receive(), "a request is answered: \(call)")
    }
  }

  /// The headers that prove that the account has sent something.
  func credentials(over message: [UInt8]) -> [String] { Self.headers(account, over: message) }

  private static func headers(_ credentials: APICredentials, over message: [UInt8]) -> [String] {
    [
      "\(APICredentials.keyHeader): \(credentials.key)",
      "\(APICredentials.signatureHeader): \(credentials.signature(over: message))",
    ]
  }

  /// Reads private data, signed by a pair.
  private func read(_ endpoint: ReadEndpoint, of wallet: Address, with credentials: APICredentials) -> HTTPAnswer {
    let query = "nonce=\(cast.nonce())&wallet=\(wallet)"
    return call("\(endpoint.rawValue)?\(query)", headers: Self.headers(credentials, over: Array(query.utf8)))
  }
}

// MARK: - What must hold

extension Exchange {
  /// Checks that the server still answers, and that the ledger has moved by what was admitted and by no more.
  ///
  /// - Parameters:
  ///   - admissions: how many of the requests may have been admitted.
  ///   - areAnswered: whether each of them has been answered, and so is in the ledger already.
  func checkStanding(admissions: Int, areAnswered: Bool = true) {
    require(call("GET /v1/time").status == 200, "the server answers")
    admissionsOpen += UInt64(admissions)
    let before = sequence
    sequence = readSequence()
    require(sequence >= before, "the ledger does not go back")
    require(
      sequence - before <= admissionsOpen, "only what was admitted is in the ledger: \(before), then \(sequence)")
    admissionsOpen = areAnswered ? 0 : admissionsOpen - (sequence - before)
    if needsKeys { renewKeys() }
  }

  /// Looks at an error that an input was answered with: traders whose keys it has revoked get others before the next.
  func notice(_ error: ErrorDetails?) {
    if error?.code == .refusal(.sessionKeyRevoked) { needsKeys = true }
  }

  private func renewKeys() {
    needsKeys = false
    for index in cast.traders.indices {
      cast.renewKey(ofTrader: index)
      authorizeKey(ofTrader: index)
    }
    sequence = readSequence()
    template = Template(cast: cast, credentials: account, tokens: tokens())
  }

  private func readSequence() -> UInt64 {
    struct Health: Decodable { let sequence: UInt64 }
    let answer = call("GET /health")
    guard answer.status == 200, let health = try? JSONDecoder().decode(Health.self, from: Data(answer.body)) else {
      fatalError("this must hold, and does not: the server is well: \(answer.summary)")
    }
    return health.sequence
  }

  /// What anybody can see of the exchange, and its wallets.
  private func view() -> [String] {
    let books = MarketConfiguration.standard.map { "GET /v1/orderbook?market=\($0.market)&level=2&limit=0" }
    let open = (books + ["GET /v1/markets", "GET /v1/tickers", "GET /health"]).map { call($0) }
    let held = cast.traders.flatMap { trader in
      [ReadEndpoint.wallets, .orders, .positions, .deposits].map { read($0, of: trader.address, with: account) }
    }
    return (open + held).map { "\($0.status) " + String(decoding: $0.body, as: UTF8.self) }
  }

  /// Ends the server and checks what it leaves behind: its ledger stands up to an audit, and another server that replays
  /// it shows the same exchange.
  func finish() {
    // What a connection has left behind when it was cut may still be under way.
    Thread.sleep(forTimeInterval: Self.secondsUntilQuiet)
    sequence = readSequence()
    let before = view()
    server.stop()
    let report = waiting { [path = DataDirectory.ledger(in: directory), publisher = cast.publisher.address] in
      try await LedgerAudit(
        path: path, policy: .standard, indexPricePublisher: publisher, verifier: ECDSAVerifier()
      ).run()
    }
    require(report.holds && report.entryCount == sequence, "the ledger stands up to an audit: \(report)")
    try? FileManager.default.removeItem(atPath: DataDirectory.snapshots(in: directory))
    server = RunningServer(Self.configuration(directory, cast))
    control = Connection(port: server.port)
    let after = view()
    for (before, after) in zip(before, after) {
      require(before == after, "the same entries make the same exchange: \(before) and then \(after)")
    }
    server.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }
}

// MARK: - Before the first input

extension Exchange {
  /// Gives the traders money, session keys and an account, and the markets index prices.
  private func prepare() {
    for market in MarketConfiguration.standard.map(\.market) {
      accept("POST /v1/sandbox/indexPrices", "L", #""wallet":"@i","market":"\#(market)","price":"2000.00000000""#)
    }
    for (index, trader) in cast.traders.enumerated() {
      let wallet = trader.address
      accept("POST /v1/sandbox/deposits", "J", #""wallet":"\#(wallet)","quantity":"1000000.00000000""#)
      accept("POST /v1/wallets", "E", #""wallet":"\#(wallet)""#, asAccount: true)
      authorizeKey(ofTrader: index)
    }
    accept(
      "POST /v1/orders", "A",
      #""wallet":"@v","market":"ETH-USD","type":"limit","side":"sell","quantity":"1.00000000","price":"2010.00000000""#)
    sequence = readSequence()
    template = Template(cast: cast, credentials: account, tokens: tokens())
  }

  private func authorizeKey(ofTrader index: Int) {
    let (wallet, key) = (cast.traders[index].address, cast.standing[index].key)
    accept(
      "POST /v1/sessionKeys", "H",
      #""wallet":"\#(wallet)","sessionKey":"\#(key.address)","permission":"trade","expiresAt":@e"#
        + #","publicKey":"\#(Hex.encode(key.publicKey.raw))""#)
  }

  /// - Parameters:
  ///   - letter: of the call in a template.
  ///   - parameters: those beside the nonce.
  private func accept(_ call: String, _ letter: String, _ parameters: String, asAccount: Bool = false) {
    let bytes = template.filled(Array(#"@{\#(letter){"nonce":"@n",\#(parameters)}@}"#.utf8)[...])
    let answer = self.call(call, body: bytes, headers: asAccount ? credentials(over: bytes) : [])
    require(answer.status == 200, "the exchange can be prepared: \(call) \(answer.summary)")
  }

  /// Tokens of the account and of the first trader's session key.
  private func tokens() -> [String] {
    let ofKey = Self.credentials { $0.pair(ofSessionKey: cast.standing[0].address) }
    return [account, ofKey].map { reader in
      let answer = read(.webSocketToken, of: cast.traders[0].address, with: reader)
      guard let token = try? JSONDecoder().decode(WebSocketToken.self, from: Data(answer.body)) else {
        fatalError("a token is given: \(answer.summary)")
      }
      return token.token
    }
  }
}
