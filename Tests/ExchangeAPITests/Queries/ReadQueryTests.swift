import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Testing

@Suite("A query is understood in one way")
struct ReadQueryTests {
  private static let nonce = "2c57e000-1566-11f1-8007-000000000001"

  private func refusal(_ text: String, _ endpoint: ReadEndpoint = .orders) -> QueryError? {
    do throws(QueryError) {
      _ = try ReadQuery(text, of: endpoint)
      return nil
    } catch { return error }
  }

  @Test("every parameter comes back as it was")
  func roundTrip() throws {
    var query = ReadQuery()
    query.nonce = try Nonce(Self.nonce)
    query.wallet = try Address("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1")
    query.market = try MarketSymbol("ETH-USD")
    query.orderID = .client(try ClientOrderID("a b+c&d=e注%"))
    query.closed = true
    query.start = Timestamp(milliseconds: 1)
    query.end = Timestamp(milliseconds: 2)
    query.fromID = "42-1"
    query.limit = 1_000
    #expect(try ReadQuery(query.text, of: .orders) == query)
    #expect(
      query.text
        == "nonce=\(Self.nonce)&wallet=0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1&market=ETH-USD"
        + "&orderId=client%3Aa%20b%2Bc%26d%3De%E6%B3%A8%25&closed=true&start=1&end=2&fromId=42-1&limit=1000")
    var candles = ReadQuery()
    candles.market = query.market
    candles.interval = .fiveMinutes
    #expect(try ReadQuery(candles.text, of: .candles) == candles)
    #expect(ReadQuery().text.isEmpty)
  }

  @Test("what a client may leave as it is, is read: colons, slashes, hexadecimal digits of either case")
  func otherSpellings() throws {
    let query = try ReadQuery("nonce=\(Self.nonce)&orderId=client:a%2fb%2F", of: .orders)
    #expect(query.orderID == .client(try ClientOrderID("a/b/")))
  }

  @Test("a plus sign is a space, as forms write it")
  func spaces() throws {
    let query = try ReadQuery("nonce=\(Self.nonce)&orderId=client%3Aa+b%2Bc%20d", of: .orders)
    #expect(query.orderID == .client(try ClientOrderID("a b+c d")))
  }

  @Test("several wallets are named with commas between, at most 32")
  func wallets() throws {
    let wallets = [try Address("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"), .zero]
    var query = ReadQuery()
    (query.nonce, query.wallets) = (try Nonce(Self.nonce), wallets)
    #expect(query.text == "nonce=\(Self.nonce)&wallets=\(wallets[0])%2C\(wallets[1])")
    #expect(try ReadQuery(query.text, of: .wallets).wallets == wallets)
    func list(_ count: Int) -> String {
      "nonce=\(Self.nonce)&wallets=" + Array(repeating: "\(Address.zero)", count: count).joined(separator: ",")
    }
    #expect(try ReadQuery(list(32), of: .wallets).wallets?.count == 32)
    #expect(refusal(list(33), .wallets) == .invalid(name: .wallets, reason: "name at most 32 wallets"))
    for text in ["", ",", "\(Address.zero),", "\(Address.zero)%20"] {
      guard case .invalid(.wallets, _) = refusal("nonce=\(Self.nonce)&wallets=\(text)", .wallets) else {
        Issue.record("\(text) is taken, or refused otherwise")
        return
      }
    }
  }

  @Test("only a book takes a limit of 0")
  func limits() throws {
    #expect(try ReadQuery("market=ETH-USD&limit=0", of: .orderBook).limit == 0)
    #expect(try ReadQuery("market=ETH-USD&limit=1000", of: .orderBook).limit == 1_000)
    for (endpoint, limit) in [(ReadEndpoint.orderBook, 1_001), (.trades, 0), (.candles, 0)] {
      guard case .invalid(.limit, _) = refusal("market=ETH-USD&limit=\(limit)", endpoint) else {
        Issue.record("\(limit) is taken, or refused otherwise")
        return
      }
    }
  }

  @Test("every call has its parameters and no others", arguments: ReadEndpoint.allCases)
  func parameters(endpoint: ReadEndpoint) throws {
    let nonce = endpoint.isPrivate ? "nonce=\(Self.nonce)&" : ""
    #expect(refusal(nonce + "other=1", endpoint) == .unknown(name: "other"))
    #expect(refusal("", endpoint) == (endpoint.isPrivate ? .required(name: .nonce) : nil))
    for parameter in ReadParameter.allCases where !endpoint.parameters.contains(parameter) {
      #expect(refusal("\(parameter.rawValue)=1", endpoint) == .unknown(name: parameter.rawValue))
    }
    #expect(ReadEndpoint(methodAndPath: endpoint.rawValue) == endpoint)
  }

  @Test(
    "another spelling is refused",
    arguments: [
      ("limit=1&limit=1", .repeated(name: "limit")), ("li%6Dit=1&limit=1", .repeated(name: "limit")),
      ("limit", .malformed), ("limit=1&", .malformed), ("&", .malformed), ("market=%4", .malformed),
      ("market=%", .malformed), ("market=%GG", .malformed), ("market=%ff", .malformed), ("market=ETH USD", .malformed),
      ("market=注", .malformed), ("market=a=b", .malformed), ("Limit=1", .unknown(name: "Limit")),
      ("?limit=1", .unknown(name: "?limit")),
      ("limit=\(String(repeating: "1", count: 4_096))", .tooLong(bytesMaximum: 4_096)),
      (Array(repeating: "limit=1", count: 33).joined(separator: "&"), .tooManyParameters(maximum: 32)),
    ] as [(String, QueryError)])
  func spelling(text: String, reason: QueryError) {
    #expect(refusal(text) == reason)
    #expect(!reason.description.isEmpty)
  }

  @Test(
    "a value that does not fit is refused with its parameter's name",
    arguments: [
      (.limit, "0"), (.limit, "1001"), (.limit, "+1"), (.limit, "01"), (.limit, ""), (.limit, "1.0"),
      (.closed, "yes"), (.closed, "True"), (.start, "-1"), (.start, "253402300800000"), (.start, "01"),
      (.nonce, "1"), (.wallet, "0x"), (.market, ""), (.orderID, "client:"), (.fromID, ""), (.fromID, "%20"),
    ] as [(ReadParameter, String)])
  func values(parameter: ReadParameter, text: String) {
    guard case .invalid(parameter, _) = refusal("\(parameter.rawValue)=\(text)") else {
      Issue.record("taken, or refused otherwise")
      return
    }
  }
}
