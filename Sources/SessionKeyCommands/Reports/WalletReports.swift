internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol

/// What a wallet has, for people.
enum BalanceReport {
  /// A line for each value.
  static func text(_ wallet: WalletDetails) -> String {
    var table = TextTable()
    table.add([("Wallet", wallet.wallet.description)])
    table.section(
      "Account",
      [
        ("balance", DecimalText.short(wallet.quoteBalance)),
        ("profit and loss on paper", DecimalText.short(wallet.unrealizedPnL)),
        ("equity", DecimalText.short(wallet.equity)),
        ("held by resting orders", DecimalText.short(wallet.heldCollateral)),
        ("free for new orders", DecimalText.short(wallet.availableCollateral)),
        ("could buy for", DecimalText.short(wallet.buyingPower)),
        ("leverage", DecimalText.short(wallet.leverage)),
        ("margin used", DecimalText.percent(wallet.marginRatio)),
      ])
    return table.text
  }

  /// What was put in or taken out.
  static func text(_ deposit: DepositDetails) -> String {
    "Deposited \(DecimalText.short(deposit.quantity)) \(TerminalText.escape(deposit.asset)) "
      + "(deposit \(TerminalText.escape(deposit.depositID))).\n"
  }

  /// What was taken out.
  static func text(_ withdrawal: WithdrawalDetails) -> String {
    "Withdrew \(DecimalText.short(withdrawal.quantity)) \(TerminalText.escape(withdrawal.asset)), gas "
      + "\(DecimalText.short(withdrawal.gas)) (withdrawal \(TerminalText.escape(withdrawal.withdrawalID))).\n"
  }
}

/// Positions in a table, for people.
enum PositionReport {
  /// A line for each position.
  static func table(_ positions: [PositionDetails]) -> String {
    guard !positions.isEmpty else { return "No open positions.\n" }
    var table = TextTable()
    table.add(
      [
        .text("market"), .number("quantity"), .number("entry"), .number("mark"), .number("value"),
        .number("on paper"), .number("realised"), .number("liquidation"), .number("leverage"),
      ],
      positions.map { position in
        [
          position.market.text, DecimalText.short(position.quantity), DecimalText.short(position.entryPrice),
          DecimalText.short(position.markPrice), DecimalText.short(position.value),
          DecimalText.short(position.unrealizedPnL), DecimalText.short(position.realizedPnL),
          position.liquidationPrice == .zero ? "-" : DecimalText.short(position.liquidationPrice),
          DecimalText.short(position.leverage),
        ]
      })
    return table.text
  }
}
