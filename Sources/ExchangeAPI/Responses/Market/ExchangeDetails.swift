public import EthereumPrimitives
public import PerpsProtocol

/// Answer of `GET /v1/exchange`: what a client must know before it signs.
public struct ExchangeDetails: Codable, Hashable, Sendable {
  /// Always `UTC`.
  public let timeZone: String
  /// The server's clock.
  public let serverTime: Timestamp
  /// The contract that verifies signatures: `verifyingContract` of the EIP-712 domain.
  public let exchangeContractAddress: Address
  /// The EIP-155 chain id of the EIP-712 domain.
  public let chainID: UInt64
  /// The token that quote balances are in.
  public let quoteTokenAddress: Address
  /// What all open positions are worth, in the quote asset.
  public let totalOpenInterest: Amount
  /// What was traded in the last 24 hours, in the quote asset.
  public let volume24h: Amount
  /// What was ever traded, in the quote asset.
  public let totalVolume: Amount
  /// How many trades there ever were.
  public let totalTrades: UInt64
  /// What a resting order pays of a fill's value, as a fraction; negative for a rebate.
  public let defaultMakerFeeRate: Amount
  /// What an order that meets a resting one pays of a fill's value, as a fraction.
  public let defaultTakerFeeRate: Amount
  /// The smallest withdrawal.
  public let withdrawalMinimum: Pips
  /// The contracts that withdrawals go through.
  public let bridgeAdapters: BridgeAdapters

  /// Puts together the answer.
  public init(
    timeZone: String, serverTime: Timestamp, exchangeContractAddress: Address, chainID: UInt64,
    quoteTokenAddress: Address, totalOpenInterest: Amount, volume24h: Amount, totalVolume: Amount, totalTrades: UInt64,
    defaultMakerFeeRate: Amount, defaultTakerFeeRate: Amount, withdrawalMinimum: Pips, bridgeAdapters: BridgeAdapters
  ) {
    self.timeZone = timeZone
    self.serverTime = serverTime
    self.exchangeContractAddress = exchangeContractAddress
    self.chainID = chainID
    self.quoteTokenAddress = quoteTokenAddress
    self.totalOpenInterest = totalOpenInterest
    self.volume24h = volume24h
    self.totalVolume = totalVolume
    self.totalTrades = totalTrades
    self.defaultMakerFeeRate = defaultMakerFeeRate
    self.defaultTakerFeeRate = defaultTakerFeeRate
    self.withdrawalMinimum = withdrawalMinimum
    self.bridgeAdapters = bridgeAdapters
  }

  private enum CodingKeys: String, CodingKey {
    case timeZone, serverTime, exchangeContractAddress, quoteTokenAddress, totalOpenInterest, volume24h, totalVolume,
      totalTrades, defaultMakerFeeRate, defaultTakerFeeRate, withdrawalMinimum, bridgeAdapters
    case chainID = "chainId"
  }
}
