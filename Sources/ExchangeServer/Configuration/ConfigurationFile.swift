public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
public import SandboxExchange
public import SessionKeys

/// What an operator writes about an exchange and its server, in JSON. Everything may be left out; what is not known is
/// refused, so that a misspelt limit is not mistaken for one.
///
///     {"chainId": 747474, "contract": "0x…", "withdrawalMinimum": "1.00000000", "indexPricePublisher": "0x…",
///      "allowedOrigins": ["https://trade.example"],
///      "admission": {"walletNonceAgeMaximum": 600000, "sessionKeyNonceAgeMaximum": 60000, "nonceAheadMaximum": 10000,
///                    "custodyAttemptRevokesKey": false},
///      "limits": {"connectionsMaximum": 900, "requestsPerAddressPerSecond": 10000, …},
///      "markets": [{"market": "ETH-USD", "tickSize": "0.10000000", …}]}
///
/// A market has the names that `GET /v1/markets` answers with, and needs all of them but `status`.
public struct ConfigurationFile: Hashable, Sendable {
  /// The chain that signatures are for.
  public var chainID: UInt64
  /// The contract that signatures are for.
  public var contract: Address
  /// The smallest withdrawal.
  public var withdrawalMinimum: Pips
  /// The wallet whose index prices count; `nil` for the market maker that comes with a sandbox.
  public var indexPricePublisher: Address?
  /// The markets, in their order.
  public var markets: [MarketConfiguration]
  /// What the rules leave to the operator. Times are milliseconds.
  public var policy: AdmissionPolicy
  /// What a stranger can make the server hold, read or wait for.
  public var limits: ServerLimits
  /// The origins whose pages may use the API from a browser.
  public var allowedOrigins: Set<String>

  /// The most bytes that a file may have.
  public static let bytesMaximum = 262_144
  /// The most origins that may be named.
  public static let originsMaximum = 32

  /// Katana's chain.
  public static let standardChainID: UInt64 = 747_474
  /// A contract that is on no chain, and that no real one's signature is good for.
  public static let standardContract = Address(lastBytesOf: Keccak256.hash(utf8: "session-keys sandbox exchange"))

  /// What holds where there is no file.
  public static let standard = ConfigurationFile()

  private init() {
    chainID = Self.standardChainID
    contract = Self.standardContract
    withdrawalMinimum = .one
    markets = MarketConfiguration.standard
    policy = .standard
    limits = ServerLimits()
    allowedOrigins = []
  }

  /// Reads a file.
  public init(_ bytes: [UInt8]) throws(ConfigurationFileError) {
    do {
      self = try StrictJSON.decode(ConfigurationFile.self, from: bytes, bytesMaximum: Self.bytesMaximum)
    } catch { throw ConfigurationFileError(error) }
  }

  /// The exchange that it describes.
  ///
  /// - Parameter publisher: whose index prices count where the file names nobody.
  public func exchange(publisher: Address) throws(ExchangeConfigurationError) -> ExchangeConfiguration {
    try ExchangeConfiguration(
      markets: markets, indexPricePublisher: indexPricePublisher ?? publisher, withdrawalMinimum: withdrawalMinimum)
  }
}

/// Why a configuration cannot be used.
public enum ConfigurationFileError: Error, Sendable {
  /// It is not JSON, or has what does not belong there, at the place that is named.
  case document(StrictJSONError)
  /// A member has a value that does not fit; the reason is a sentence.
  case value(path: String, reason: String)

  init(_ error: StrictJSONError) {
    if case .refused(let reason as ConfigurationFileError) = error { self = reason } else { self = .document(error) }
  }
}

extension ConfigurationFileError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .document(let error): error.description
    case .value(let path, let reason): "\(path): \(reason)"
    }
  }
}
