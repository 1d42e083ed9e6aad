import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import Foundation
import PerpsProtocol
import SessionKeys
import Signing
import Synchronization

/// A client, and a scripted server that answers like an exchange unless a test says otherwise.
struct Scene {
  static let now: UInt64 = 1_772_366_400_000
  static let wallet = LocalWallet(Secp256k1PrivateKey())
  static let contract = "0x6F3e1A5f9d4b0E1F8a4D7b2C9e0A3B5c6D7e8F90".lowercased()

  let server: ScriptedServer
  let exchange: Exchange

  /// Connects to a server that does what the script says, and answers `GET /v1/exchange` and `/v1/time` itself.
  init(
    serverAheadBy offset: Int64 = 0, serverClock: @escaping @Sendable () -> UInt64 = { now },
    terms: AuthorizationTerms = .sessionKeys,
    configure: (inout ClientConfiguration) -> Void = { _ in }, sockets: ScriptedSockets.Script? = nil,
    answering script: @escaping ScriptedServer.Script = { _ in .silence }
  ) async throws {
    server = try await ScriptedServer(sockets: sockets) { request in
      switch request.call {
      case "GET /v1/exchange": .answer(200, Self.exchangeDetails)
      case "GET /v1/time": .answer(200, #"{"serverTime":\#(Int64(serverClock()) + offset)}"#)
      default: script(request)
      }
    }
    var configuration = ClientConfiguration { Timestamp(milliseconds: Self.now) ?? .maximum }
    configuration.fateLookupPauses = [.zero, .zero]
    configuration.pause = { _ in await Task.yield() }
    configure(&configuration)
    let endpoint = try ExchangeEndpoint.url(server.base, terms: terms)
    exchange = try await Exchange.connect(to: endpoint, configuration: configuration)
  }

  static let exchangeDetails =
    #"{"timeZone":"UTC","serverTime":\#(now),"exchangeContractAddress":"\#(contract)","chainId":747474,"#
    + #""quoteTokenAddress":"\#(zero)","totalOpenInterest":"0.00000000","volume24h":"0.00000000","#
    + #""totalVolume":"0.00000000","totalTrades":0,"defaultMakerFeeRate":"0.00000000","#
    + #""defaultTakerFeeRate":"0.00000000","withdrawalMinimum":"1.00000000","bridgeAdapters":{"#
    + #""stargateBridgeAdapterV1KatanaContractAddress":"\#(zero)","#
    + #""stargateBridgeForwarderV1EthereumContractAddress":"\#(zero)","#
    + #""vbUsdcOFTAdapterEthereumContractAddress":"\#(zero)","#
    + #""vbUsdcVaultComposerSyncEthereumContractAddress":"\#(zero)"}}"#
  static let zero = "0x0000000000000000000000000000000000000000"

  static func error(_ code: String, _ message: String = "no") -> String {
    #"{"code":"\#(code)","message":"\#(message)"}"#
  }

  /// The answer to an order as it was sent.
  static func answer(to request: ArrivedRequest, time: UInt64 = now) -> Reaction {
    guard let body = try? SignedRequestBody(request.body, of: .placeOrder), let signed = try? body.request(),
      case .trade(.order(let order)) = signed.action
    else { return .answer(400, error("BAD_REQUEST")) }
    return .answer(200, json(of: order, time: time))
  }

  static func json(of order: Order, time: UInt64 = now, quantity: Pips? = nil) -> String {
    let name = order.clientOrderID.map { #""clientOrderId":"\#($0.text)","# } ?? ""
    return #"{"market":"\#(order.market)","orderId":"41",\#(name)"wallet":"\#(order.wallet)","time":\#(time),"#
      + #""status":"open","type":"\#(order.type.wireName)","side":"\#(order.side.wireName)","#
      + #""originalQuantity":"\#(quantity ?? order.quantity)","executedQuantity":"0.00000000","#
      + #""cumulativeQuoteQuantity":"0.00000000","reduceOnly":false,"selfTradePrevention":"dc"}"#
  }

  /// The answer to an authorisation as it was sent.
  static func registration(of request: ArrivedRequest) -> Reaction {
    guard let body = try? SignedRequestBody(request.body, of: .authorizeSessionKey), let signed = try? body.request(),
      case .authorizeSessionKey(let enrollment) = signed.action
    else { return .answer(400, error("BAD_REQUEST")) }
    let details = keyDetails(enrollment.authorization)
    return .answer(200, #"{"sessionKey":\#(details),"apiKey":"reader","apiSecret":"hush-hush","sequence":1}"#)
  }

  static func keyDetails(_ authorization: SessionKeyAuthorization, status: String = "active") -> String {
    let scope = authorization.scope
    let maximum = scope.maximumOrderValue.map { #""maximumOrderValue":"\#($0)","# } ?? ""
    let markets = scope.markets.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"sessionKey":"\#(authorization.sessionKey)","wallet":"\#(authorization.wallet)","#
      + #""permission":"\#(scope.permission.wireName)","markets":[\#(markets)],\#(maximum)"#
      + #""authorizedAt":\#(authorization.nonce.time.timestamp.milliseconds),"#
      + #""expiresAt":\#(authorization.expiresAt.milliseconds),"status":"\#(status)","registeredSequence":1,"#
      + #""actionCount":0,"valueUsedToday":"0.00000000","refusals":{"count":0}}"#
  }

  /// Starts a session; the server's script must answer authorisations with ``registration(of:)``.
  func session(permitting scope: SessionKeyScope = .unlimited, lasting: Duration = .seconds(60)) async throws -> Session
  {
    try await exchange.startSession(authorizedBy: Self.wallet, permitting: scope, lasting: lasting)
  }
}

/// Reactions one after another; the last one stays.
final class Sequence: Sendable {
  private let reactions: Mutex<[Reaction]>

  init(_ reactions: [Reaction]) { self.reactions = Mutex(reactions) }

  func next() -> Reaction { reactions.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .silence } }
}

/// What an asynchronous call threw.
func thrown(_ body: () async throws(ExchangeError) -> Void) async -> ExchangeError? {
  do {
    try await body()
    return nil
  } catch { return error }
}
