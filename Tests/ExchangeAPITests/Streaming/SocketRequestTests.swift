import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Testing

@Suite("Messages of a WebSocket's client")
struct SocketRequestTests {
  private static func read(_ text: String) throws -> SocketRequest { try SocketRequest(Array(text.utf8)) }

  @Test("what is written is read as what was meant")
  func roundTrip() throws {
    let markets = [try MarketSymbol("ETH-USD"), try MarketSymbol("BTC-USD")]
    let subscriptions =
      MarketSubscription.allCases.map { Subscription.markets($0, markets) }
      + CandleInterval.allCases.map { .candles($0, [markets[0]]) } + WalletSubscription.allCases.map { .wallet($0) }
    let written = try SocketRequest.subscribe(to: subscriptions, token: "token", cid: "7")
    let request = try SocketRequest(written)
    guard case .subscribe(let named, nil, "token"?) = request.method else {
      Issue.record("another message was read")
      return
    }
    let completed = try named.map { name throws in try name.completed(with: nil) }
    #expect(completed == subscriptions)
    #expect(request.cid == "7")
  }

  @Test("a signed request is read as its body is over HTTP", arguments: ActionKind.allCases)
  func signedRequest(kind: ActionKind) throws {
    var random = RandomRequests(seed: 13)
    for _ in 0..<20 {
      let request = try random.request(kind)
      let read = try SocketRequest(SocketRequest.request(request, cid: "c"))
      guard case .request(let endpoint, let body) = read.method else {
        Issue.record("another message was read")
        return
      }
      #expect(endpoint == request.action.endpoint)
      #expect(try body.request() == request)
    }
  }

  @Test("a subscription without markets of its own has those of its message")
  func sharedMarkets() throws {
    let (eth, btc) = (try MarketSymbol("ETH-USD"), try MarketSymbol("BTC-USD"))
    #expect(try NamedSubscription(.trades).completed(with: [eth]) == .markets(.trades, [eth]))
    #expect(try NamedSubscription(.trades, markets: [btc]).completed(with: [eth]) == .markets(.trades, [btc]))
    #expect(try NamedSubscription(.orders).completed(with: [eth]) == .wallet(.orders))
  }

  @Test(
    "a subscription that is not complete, or says too much, is refused",
    arguments: [
      (NamedSubscription(.trades), nil, SocketRequestError.marketsMissing(.trades)),
      (NamedSubscription(.trades, markets: []), ["ETH-USD"], .marketsMissing(.trades)),
      (NamedSubscription(.candles), ["ETH-USD"], .intervalMissing),
      (NamedSubscription(.trades, interval: .oneDay), ["ETH-USD"], .intervalNotTaken(.trades)),
      (NamedSubscription(.orders, markets: []), nil, .marketsNotTaken(.orders)),
      (NamedSubscription(.orders, interval: .oneDay), nil, .intervalNotTaken(.orders)),
    ] as [(NamedSubscription, [String]?, SocketRequestError)])
  func incomplete(_ named: NamedSubscription, _ markets: [String]?, _ error: SocketRequestError) throws {
    let markets = try markets.map { try $0.map { try MarketSymbol($0) } }
    #expect(throws: error) { _ = try named.completed(with: markets) }
  }

  @Test(
    "a message at its limits is read, and refused over them",
    arguments: [
      ("cid", SocketRequest.cidBytesMaximum), ("subscriptions", SocketRequest.subscriptionsMaximum),
      ("markets", NamedSubscription.marketsMaximum), ("token", SocketRequest.tokenBytesMaximum),
    ])
  func limits(_ member: String, _ maximum: Int) throws {
    func message(_ count: Int) -> String {
      func list(_ element: String) -> String {
        "[" + repeatElement("\"\(element)\"", count: count).joined(separator: ",") + "]"
      }
      let value =
        switch member {
        case "subscriptions": list("trades")
        case "markets": list("ETH-USD")
        default: "\"\(String(repeating: "x", count: count))\""
        }
      let rest = member == "subscriptions" ? "" : #","subscriptions":["trades"]"#
      return "{\"method\":\"subscribe\",\"\(member)\":\(value)\(rest)}"
    }
    _ = try Self.read(message(maximum))
    #expect(throws: RequestBodyError.self) { _ = try Self.read(message(maximum + 1)) }
  }

  @Test("the name of a message that cannot be read is found, where it has one")
  func name() {
    func name(_ text: String) -> String? { SocketRequest.cid(in: Array(text.utf8)) }
    #expect(name(#"{"method":"guess","cid":"5"}"#) == "5")
    #expect(name(#"{"method":"guess"}"#) == nil)
    #expect(name(#"{"method":"guess","cid":5}"#) == nil)
    #expect(name(#"{"cid":"\#(String(repeating: "x", count: 65))"}"#) == nil)
    #expect(name("{") == nil)
  }
}
