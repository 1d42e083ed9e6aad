public import EthereumPrimitives

/// The contracts of `bridgeAdapters` in `GET /v1/exchange`; all zero in a sandbox without a chain.
public struct BridgeAdapters: Codable, Hashable, Sendable {
  /// The adapter of deposits on Katana; not every version of the exchange has it.
  public let localDepositAdapterV1Katana: Address?
  /// The adapter that a withdrawal names when it goes to Katana or over Stargate.
  public let stargateBridgeAdapterV1Katana: Address
  /// Stargate's forwarder on Ethereum.
  public let stargateBridgeForwarderV1Ethereum: Address
  /// The adapter of the quote token on Ethereum.
  public let vbUSDCOFTAdapterEthereum: Address
  /// The vault composer of the quote token on Ethereum.
  public let vbUSDCVaultComposerSyncEthereum: Address

  /// Names the contracts.
  public init(
    localDepositAdapterV1Katana: Address? = nil, stargateBridgeAdapterV1Katana: Address,
    stargateBridgeForwarderV1Ethereum: Address, vbUSDCOFTAdapterEthereum: Address,
    vbUSDCVaultComposerSyncEthereum: Address
  ) {
    self.localDepositAdapterV1Katana = localDepositAdapterV1Katana
    self.stargateBridgeAdapterV1Katana = stargateBridgeAdapterV1Katana
    self.stargateBridgeForwarderV1Ethereum = stargateBridgeForwarderV1Ethereum
    self.vbUSDCOFTAdapterEthereum = vbUSDCOFTAdapterEthereum
    self.vbUSDCVaultComposerSyncEthereum = vbUSDCVaultComposerSyncEthereum
  }

  private enum CodingKeys: String, CodingKey {
    case localDepositAdapterV1Katana = "localDepositAdapterV1KatanaContractAddress"
    case stargateBridgeAdapterV1Katana = "stargateBridgeAdapterV1KatanaContractAddress"
    case stargateBridgeForwarderV1Ethereum = "stargateBridgeForwarderV1EthereumContractAddress"
    case vbUSDCOFTAdapterEthereum = "vbUsdcOFTAdapterEthereumContractAddress"
    case vbUSDCVaultComposerSyncEthereum = "vbUsdcVaultComposerSyncEthereumContractAddress"
  }
}

extension BridgeAdapters {
  /// No bridges: withdrawals stay in the sandbox.
  public static let none = BridgeAdapters(
    localDepositAdapterV1Katana: .zero, stargateBridgeAdapterV1Katana: .zero, stargateBridgeForwarderV1Ethereum: .zero,
    vbUSDCOFTAdapterEthereum: .zero, vbUSDCVaultComposerSyncEthereum: .zero)
}
