public import PerpsProtocol

/// What can be subscribed to over a WebSocket, by the exchange's names.
public enum SubscriptionName: WireName, Codable {
  /// The last 24 hours of a market, at most once a second.
  case tickers
  /// Trades in a market.
  case trades
  /// Positions in a market that were taken over.
  case liquidations
  /// Candles of a market, at most once a second.
  case candles
  /// The best prices of a market.
  case l1OrderBook
  /// Changes of a market's book.
  case l2OrderBook
  /// Changes of a wallet's orders, fills among them.
  case orders
  /// A wallet's deposits.
  case deposits
  /// A wallet's withdrawals.
  case withdrawals
  /// Changes of a wallet's positions.
  case positions
  /// A wallet's funding payments.
  case fundingPayments

  /// The name on the wire.
  public var wireName: StaticString {
    switch self {
    case .tickers: "tickers"
    case .trades: "trades"
    case .liquidations: "liquidations"
    case .candles: "candles"
    case .l1OrderBook: "l1orderbook"
    case .l2OrderBook: "l2orderbook"
    case .orders: "orders"
    case .deposits: "deposits"
    case .withdrawals: "withdrawals"
    case .positions: "positions"
    case .fundingPayments: "fundingPayments"
    }
  }

  /// Whether it is a wallet's own, and needs a token. All others are a market's, and need markets.
  public var isPrivate: Bool {
    switch self {
    case .orders, .deposits, .withdrawals, .positions, .fundingPayments: true
    case .tickers, .trades, .liquidations, .candles, .l1OrderBook, .l2OrderBook: false
    }
  }
}
