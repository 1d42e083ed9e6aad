import EthereumPrimitives
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Testing

@testable import ExchangeServer

@Suite("A configuration says what holds, or is refused with the place that is wrong")
struct ConfigurationFileTests {
  private static let market = """
    {"market": "PEPE-USD", "tickSize": "0.00000100", "stepSize": "1.00000000", "makerOrderMinimum": "1.00000000",
     "takerOrderMinimum": "1.00000000", "marketOrderExecutionPriceLimit": "0.10000000",
     "limitOrderExecutionPriceLimit": "0.40000000", "minimumPositionSize": "1.00000000",
     "maximumPositionSize": "1000000.00000000", "initialMarginFraction": "0.05000000",
     "maintenanceMarginFraction": "0.03000000", "basePositionSize": "1000.00000000",
     "incrementalPositionSize": "100.00000000", "incrementalInitialMarginFraction": "0.01000000",
     "makerFeeRate": "0.00010000", "takerFeeRate": "0.00040000"}
    """

  private func read(_ text: String) throws(ConfigurationFileError) -> ConfigurationFile {
    try ConfigurationFile(Array(text.utf8))
  }

  @Test("an empty file means the standard")
  func emptyIsStandard() throws {
    #expect(try read("{}") == .standard)
    #expect(ConfigurationFile.standard.markets.map(\.market.text) == ["BTC-USD", "ETH-USD", "SOL-USD"])
  }

  @Test("a file that the program writes is read as the same")
  func writtenIsRead() throws {
    var file = ConfigurationFile.standard
    #expect(try ConfigurationFile(file.bytes) == file)
    file.chainID = 31_337
    file.indexPricePublisher = Address(lastBytesOf: Bytes32(bigEndian: 0, 0, 0, 9))
    file.withdrawalMinimum = .zero
    file.allowedOrigins = ["https://trade.example", "http://localhost:8080"]
    file.limits = ServerLimits(connectionsMaximum: 7, requestsPerWalletPerSecond: 8, secondsUntilResponse: 9)
    file.policy = try #require(
      AdmissionPolicy(
        walletNonceAgeMaximum: 1, sessionKeyNonceAgeMaximum: 2, nonceAheadMaximum: 3, custodyAttemptRevokesKey: true))
    file.markets = try read("{\"markets\": [\(Self.market)]}").markets
    #expect(try ConfigurationFile(file.bytes) == file)
    #expect(try read(String(decoding: file.bytes, as: UTF8.self)) != .standard)
  }

  @Test("what is written holds, and the rest stays as it is")
  func writtenHolds() throws {
    let file = try read(
      """
      {"chainId": 31337, "contract": "0x0000000000000000000000000000000000000009", "withdrawalMinimum": "5.00000000",
       "indexPricePublisher": "0x0000000000000000000000000000000000000001",
       "allowedOrigins": ["https://trade.example", "http://localhost:8080"],
       "admission": {"nonceAheadMaximum": 5000, "custodyAttemptRevokesKey": true},
       "limits": {"requestsPerAddressPerSecond": 5, "secondsUntilBody": 1}, "markets": [\(Self.market)]}
      """)
    #expect(file.chainID == 31_337 && file.contract.description.hasSuffix("9"))
    #expect(file.withdrawalMinimum.description == "5.00000000")
    #expect(file.policy.nonceAheadMaximum == 5_000 && file.policy.custodyAttemptRevokesKey)
    #expect(file.policy.walletNonceAgeMaximum == AdmissionPolicy.standard.walletNonceAgeMaximum)
    #expect(file.limits == ServerLimits(requestsPerAddressPerSecond: 5, secondsUntilBody: 1))
    #expect(file.allowedOrigins.count == 2 && file.markets.map(\.market.text) == ["PEPE-USD"])
    let exchange = try file.exchange(publisher: .zero)
    #expect(exchange.indexPricePublisher == file.indexPricePublisher)
  }

  @Test(
    "what does not fit is refused, and the sentence names the place",
    arguments: [
      (#"{"marketz": []}"#, "marketz"), (#"{"limits": {"conections": 1}}"#, "conections"),
      (#"{"limits": {"secondsUntilBody": 0}}"#, "limits.secondsUntilBody"),
      (#"{"limits": {"secondsUntilBody": "1"}}"#, "limits.secondsUntilBody"),
      (#"{"admission": {"walletNonceAgeMaximum": 86400001}}"#, "admission"),
      (#"{"withdrawalMinimum": "1"}"#, "withdrawalMinimum"), (#"{"contract": "0x12"}"#, "contract"),
      (#"{"allowedOrigins": ["*"]}"#, "allowedOrigins"),
      (#"{"allowedOrigins": ["https://a.example/"]}"#, "allowedOrigins"),
      (#"{"markets": [{"market": "ETH-USD"}]}"#, "markets[0].tickSize"), (#"{"chainId": null}"#, "chainId"),
      (#"{"chainId": 1, "chainId": 2}"#, "chainId"),
    ])
  func wrongIsRefused(text: String, place: String) throws {
    do {
      _ = try read(text)
      Issue.record("\(text) was taken")
    } catch { #expect(error.description.contains(place), "\(error.description)") }
  }

  @Test("a market whose numbers do not fit together is refused with the reason")
  func marketIsChecked() throws {
    let wrong = Self.market.replacing("\"0.03000000\"", with: "\"0.06000000\"")
    do {
      _ = try read("{\"markets\": [\(wrong)]}")
      Issue.record("it was taken")
    } catch { #expect(error.description.contains("maintenance margin fraction")) }
  }

  @Test("two markets of the same name make no exchange")
  func repeatedMarketIsRefused() throws {
    let file = try read("{\"markets\": [\(Self.market), \(Self.market)]}")
    #expect(throws: ExchangeConfigurationError.repeatedMarket) { _ = try file.exchange(publisher: .zero) }
  }
}
