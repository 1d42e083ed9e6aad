internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SandboxExchange

extension SandboxExchange {
  /// What a wallet is worth. Fees are those of the first market, which are the defaults.
  func details(of wallet: Address, includingPositions: Bool) -> WalletDetails {
    let market = configuration.markets.first
    return WalletDetails(
      values(of: wallet), of: wallet, makerFeeRate: market?.makerFeeRate ?? .zero,
      takerFeeRate: market?.takerFeeRate ?? .zero,
      positions: includingPositions ? positions(of: wallet).map(PositionDetails.init) : nil)
  }
}
