/// A call of the API that reads.
public enum ReadEndpoint: String, CaseIterable, Hashable, Sendable {
  /// Whether the server is there.
  case ping = "GET /v1/ping"
  /// The server's clock.
  case time = "GET /v1/time"
  /// What a client must know before it signs.
  case exchange = "GET /v1/exchange"
  /// All markets, or one.
  case markets = "GET /v1/markets"
  /// The last 24 hours of all markets, or of one.
  case tickers = "GET /v1/tickers"
  /// What rests in a market.
  case orderBook = "GET /v1/orderbook"
  /// The last trades in a market.
  case trades = "GET /v1/trades"
  /// Candles of a market.
  case candles = "GET /v1/candles"
  /// What withdrawals cost.
  case gasFees = "GET /v1/gasFees"
  /// What wallets are worth.
  case wallets = "GET /v1/wallets"
  /// A wallet's session keys in the exchange's own terms.
  case delegatedKeys = "GET /v1/delegatedKeys"
  /// A wallet's session keys, how they stand and what they have done.
  case sessionKeys = "GET /v1/sessionKeys"
  /// A wallet's orders, or one.
  case orders = "GET /v1/orders"
  /// A wallet's fills, or one.
  case fills = "GET /v1/fills"
  /// A wallet's open positions.
  case positions = "GET /v1/positions"
  /// A wallet's deposits, or one.
  case deposits = "GET /v1/deposits"
  /// A wallet's withdrawals, or one.
  case withdrawals = "GET /v1/withdrawals"
  /// A wallet's leverage.
  case initialMarginFractionOverride = "GET /v1/initialMarginFractionOverride"
  /// A token for private subscriptions.
  case webSocketToken = "GET /v1/wsToken"

  /// The call of a method and path, compared byte for byte, or `nil`.
  public init?(methodAndPath: String) {
    guard let call = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(methodAndPath.utf8) }) else {
      return nil
    }
    self = call
  }

  /// The path, with its leading slash.
  public var path: String { String(rawValue.drop { $0 != "/" }) }

  /// Whether the call reads a wallet's data, and so needs credentials.
  public var isPrivate: Bool { parameters.contains(.nonce) }

  /// The parameters that the call takes.
  public var parameters: Set<ReadParameter> {
    switch self {
    case .ping, .time, .exchange, .gasFees: []
    case .markets, .tickers: [.market]
    case .orderBook: [.market, .level, .limit]
    case .trades: Self.page.union([.market])
    case .candles: [.market, .interval, .start, .end, .limit]
    case .wallets: [.nonce, .wallet, .wallets, .includePositions]
    case .delegatedKeys, .sessionKeys, .webSocketToken: [.nonce, .wallet]
    case .orders: Self.page.union([.nonce, .wallet, .market, .closed, .orderID])
    case .fills: Self.page.union([.nonce, .wallet, .market, .orderID, .fillID])
    case .positions, .initialMarginFractionOverride: [.nonce, .wallet, .market]
    case .deposits: Self.page.union([.nonce, .wallet, .depositID])
    case .withdrawals: Self.page.union([.nonce, .wallet, .withdrawalID])
    }
  }

  /// How many elements can be asked for. A book takes 0 for as many levels as it answers.
  var limits: ClosedRange<Int> { self == .orderBook ? 0...ReadQuery.limitMaximum : 1...ReadQuery.limitMaximum }

  private static let page: Set<ReadParameter> = [.start, .end, .limit, .fromID]
}

/// A parameter in the query of a call that reads.
public enum ReadParameter: String, CaseIterable, Hashable, Sendable {
  /// A version-1 UUID; not held to be used once, because reading changes nothing.
  case nonce
  /// The wallet whose data is read.
  case wallet
  /// More of them, with commas between.
  case wallets
  /// A market's name.
  case market
  /// An order: its id, or `client:` and the trader's own.
  case orderID = "orderId"
  /// A fill's id.
  case fillID = "fillId"
  /// A deposit's id.
  case depositID = "depositId"
  /// A withdrawal's id.
  case withdrawalID = "withdrawalId"
  /// Whether orders that are closed and have traded are meant rather than open ones.
  case closed
  /// Whether a wallet's positions are answered with it; they are where nobody says otherwise.
  case includePositions
  /// The earliest time, in milliseconds, inside.
  case start
  /// The latest time, in milliseconds, inside.
  case end
  /// The id at which a page begins, inside.
  case fromID = "fromId"
  /// How many elements at most, from 1 to 1,000. Of a book 0 asks for as many levels as it answers.
  case limit
  /// Which book: 1 for the best prices, where nobody says otherwise, 2 for all.
  case level
  /// How much time a candle stands for.
  case interval
}
