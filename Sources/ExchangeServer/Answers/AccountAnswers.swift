internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SandboxExchange

extension WalletDetails {
  /// What a wallet is worth. A wallet that was never here has nothing.
  init(
    _ values: WalletValues?, of wallet: Address, makerFeeRate: Pips, takerFeeRate: Pips, positions: [PositionDetails]?
  ) {
    self.init(
      wallet: wallet, equity: values?.equity ?? .zero, freeCollateral: values?.freeCollateral ?? .zero,
      heldCollateral: values?.heldCollateral ?? .zero, availableCollateral: values?.availableCollateral ?? .zero,
      buyingPower: values?.buyingPower ?? .zero, leverage: values?.leverage ?? .zero,
      marginRatio: values?.marginRatio ?? .zero, quoteBalance: values?.quoteBalance ?? .zero,
      unrealizedPnL: values?.unrealizedPnL ?? .zero, makerFeeRate: Amount(makerFeeRate),
      takerFeeRate: Amount(takerFeeRate), positions: positions)
  }
}

extension PositionDetails {
  /// An open position. There is no funding here, and nobody is deleveraged.
  init(_ values: PositionValues) {
    let position = values.position
    self.init(
      market: position.market, quantity: position.quantity, maximumQuantity: position.maximumQuantity,
      entryPrice: position.entryPrice, exitPrice: position.exitPrice, markPrice: values.indexPrice,
      indexPrice: values.indexPrice, liquidationPrice: values.liquidationPrice, value: values.value,
      realizedPnL: position.realizedPnL, unrealizedPnL: values.unrealizedPnL,
      marginRequirement: values.marginRequirement, leverage: values.leverage ?? .zero, totalFunding: .zero,
      totalOpen: position.totalOpen, totalClose: position.totalClose, adlQuintile: 0,
      openedByFillID: position.openedByFill.description, lastFillID: position.lastFill.description,
      time: position.time)
  }
}

extension DepositDetails {
  /// Play money that came in: there is no bridge and no transaction.
  init(_ movement: FundMovement) {
    self.init(
      depositID: String(movement.sequence), asset: MarketConfiguration.quoteAsset, quantity: movement.quantity,
      bridgeSource: FundMovement.onKatana, time: movement.time, katanaTransactionID: FundMovement.noTransaction,
      sequence: movement.sequence)
  }
}

extension WithdrawalDetails {
  /// What went out: gas costs nothing here.
  init(_ movement: FundMovement) {
    self.init(
      withdrawalID: String(movement.sequence), asset: MarketConfiguration.quoteAsset, quantity: movement.quantity,
      gas: .zero, bridgeTarget: FundMovement.onKatana, time: movement.time,
      katanaTransactionID: FundMovement.noTransaction,
      katanaTransactionStatus: .mined, sequence: movement.sequence)
  }
}

extension TransferDetails {
  /// What went to another wallet.
  init(_ movement: FundMovement) {
    self.init(
      transferID: String(movement.sequence), sourceWallet: movement.wallet, destinationWallet: movement.destination,
      quantity: movement.quantity, time: movement.time, sequence: movement.sequence)
  }
}

extension LeverageDetails {
  init(_ leverage: LeverageOverride) {
    self.init(
      wallet: leverage.wallet, market: leverage.market, initialMarginFractionOverride: leverage.initialMarginFraction)
  }
}

extension FundMovement {
  /// The exchange's name for a movement over no bridge.
  fileprivate static let onKatana = "katana.katana"
  /// The hash of a transaction that there is not.
  fileprivate static let noTransaction = Hex.encode(Bytes32.zero.bytes)
}
