/// The limits of the sandbox exchange: everything that could grow has one.
public enum ExchangeLimits {
  /// The most markets that a configuration may have.
  public static let marketsMaximum = 64
  /// The most wallets that may have an account.
  public static let walletsMaximum = 1_000_000
  /// The most accounts of the API that may read a wallet.
  public static let apiAccountsPerWalletMaximum = 16
  /// The most orders, resting or waiting for their trigger, that a wallet may have at a time.
  public static let openOrdersPerWalletMaximum = 1_000
  /// The most resting orders that one order may meet; what is left of it then is cancelled.
  public static let matchesPerOrderMaximum = 10_000
  /// How many of a wallet's closed orders are remembered; the oldest go first.
  public static let closedOrdersPerWalletMaximum = 1_000
  /// How many of a wallet's fills are remembered; the oldest go first.
  public static let fillsPerWalletMaximum = 1_000
  /// How many of a wallet's deposits, and how many of its withdrawals, are remembered; the oldest go first.
  public static let fundMovementsPerWalletMaximum = 1_000
  /// How many of a market's trades are remembered; the oldest go first.
  public static let tradesPerMarketMaximum = 1_000
  /// How many minutes of a market's statistics are remembered: 24 hours, and the minute that has begun.
  public static let minutesPerMarketMaximum = 1_441
  /// The largest `maximumPositionSize` that a market may have, in pips.
  ///
  /// An eighth of `Int64.max`: a position and all orders of the wallet on one side are then at most
  /// 3 × this, and a further order at most once more, so that sums of them fit in an `Int64`.
  public static let positionSizePipsMaximum: UInt64 = UInt64(Int64.max) / 8
}
