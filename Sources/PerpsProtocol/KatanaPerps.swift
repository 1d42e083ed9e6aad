public import EthereumPrimitives
public import TypedData

/// Which deployment of the exchange a signature is for; the two have different typed-data versions.
public enum Environment: Hashable, Sendable {
  /// The exchange itself.
  case production
  /// Its sandbox, and every server of this project that is started as one.
  case sandbox

  /// `version` of the EIP-712 domain. Source: the exchange's SDK, version 2.0.0.
  public var domainVersion: String {
    switch self {
    case .production: "2.0.0"
    case .sandbox: "2.0.0-sandbox"
    }
  }
}

extension Domain {
  /// `name` of the exchange's EIP-712 domain.
  public static let katanaPerpsName = "KatanaPerps"

  /// The exchange's domain on a chain; `GET /v1/exchange` answers both the chain id and the contract.
  public static func katanaPerps(_ environment: Environment, chainID: UInt64, contract: Address) -> Domain {
    Domain(
      name: katanaPerpsName, version: environment.domainVersion, chainID: chainID, verifyingContract: contract)
  }
}
