internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SandboxExchange
internal import TypedData

/// What a client must know before it signs: which chain, which contract.
struct ExchangeIdentity: Sendable {
  let domain: Domain

  func details(
    _ statistics: [MarketStatistics], withdrawalMinimum: Pips, now: Timestamp
  ) -> ExchangeDetails {
    func sum(_ amount: (MarketStatistics) -> Int128) -> Amount { Amount(pips: statistics.map(amount).reduce(0, +)) }
    let market = statistics.first?.configuration
    return ExchangeDetails(
      timeZone: "UTC", serverTime: now, exchangeContractAddress: domain.verifyingContract, chainID: domain.chainID,
      // Play money is on no chain.
      quoteTokenAddress: .zero, totalOpenInterest: sum(\.openInterestValue), volume24h: sum(\.quoteVolume.pips),
      totalVolume: sum(\.totalQuoteVolume.pips), totalTrades: statistics.map(\.tradeSequence).reduce(0, +),
      defaultMakerFeeRate: Amount(market?.makerFeeRate ?? .zero),
      defaultTakerFeeRate: Amount(market?.takerFeeRate ?? .zero), withdrawalMinimum: withdrawalMinimum,
      bridgeAdapters: .none)
  }
}

extension MarketStatistics {
  /// What the open interest is worth at the index price, in pips of the quote asset. A position at an index price fits in
  /// 64 bits, so the product for all wallets fits in 128.
  fileprivate var openInterestValue: Int128 {
    openInterest.pips * Int128(indexPrice?.count ?? 0) / Int128(Pips.one.count)
  }
}
