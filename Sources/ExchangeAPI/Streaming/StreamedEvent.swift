/// Something that a subscriber is told: `{"type": name, "data": {…}}`, with the exchange's short names.
public enum StreamedEvent: Hashable, Sendable {
  /// See ``SubscriptionName/tickers``.
  case ticker(StreamedTicker)
  /// See ``SubscriptionName/trades``.
  case trade(StreamedTrade)
  /// See ``SubscriptionName/liquidations``.
  case liquidation(StreamedLiquidation)
  /// See ``SubscriptionName/candles``.
  case candle(StreamedCandle)
  /// See ``SubscriptionName/l1OrderBook``.
  case bestPrices(StreamedBestPrices)
  /// See ``SubscriptionName/l2OrderBook``.
  case book(StreamedBookChange)
  /// See ``SubscriptionName/orders``.
  case order(StreamedOrderChange)
  /// Of ``SubscriptionName/orders``, too: told apart by having no type of order.
  case takeover(StreamedTakeover)
  /// See ``SubscriptionName/deposits``.
  case deposit(StreamedDeposit)
  /// See ``SubscriptionName/withdrawals``.
  case withdrawal(StreamedWithdrawal)
  /// See ``SubscriptionName/positions``.
  case position(StreamedPosition)
  /// See ``SubscriptionName/fundingPayments``.
  case fundingPayment(StreamedFundingPayment)

  /// The subscription that it belongs to.
  public var name: SubscriptionName {
    switch self {
    case .ticker: .tickers
    case .trade: .trades
    case .liquidation: .liquidations
    case .candle: .candles
    case .bestPrices: .l1OrderBook
    case .book: .l2OrderBook
    case .order, .takeover: .orders
    case .deposit: .deposits
    case .withdrawal: .withdrawals
    case .position: .positions
    case .fundingPayment: .fundingPayments
    }
  }
}

extension StreamedEvent: Encodable {
  /// Writes the message.
  public func encode(to encoder: any Encoder) throws {
    var message = encoder.container(keyedBy: WireKey.self)
    try message.encode(name, forKey: "type")
    switch self {
    case .ticker(let data): try message.encode(data, forKey: "data")
    case .trade(let data): try message.encode(data, forKey: "data")
    case .liquidation(let data): try message.encode(data, forKey: "data")
    case .candle(let data): try message.encode(data, forKey: "data")
    case .bestPrices(let data): try message.encode(data, forKey: "data")
    case .book(let data): try message.encode(data, forKey: "data")
    case .order(let data): try message.encode(data, forKey: "data")
    case .takeover(let data): try message.encode(data, forKey: "data")
    case .deposit(let data): try message.encode(data, forKey: "data")
    case .withdrawal(let data): try message.encode(data, forKey: "data")
    case .position(let data): try message.encode(data, forKey: "data")
    case .fundingPayment(let data): try message.encode(data, forKey: "data")
    }
  }
}

extension StreamedEvent {
  /// Reads the data of a message of a name. Members that this version does not know are passed over.
  init(_ name: SubscriptionName, in message: KeyedDecodingContainer<WireKey>) throws {
    switch name {
    case .tickers: self = .ticker(try message.decode(StreamedTicker.self, forKey: "data"))
    case .trades: self = .trade(try message.decode(StreamedTrade.self, forKey: "data"))
    case .liquidations: self = .liquidation(try message.decode(StreamedLiquidation.self, forKey: "data"))
    case .candles: self = .candle(try message.decode(StreamedCandle.self, forKey: "data"))
    case .l1OrderBook: self = .bestPrices(try message.decode(StreamedBestPrices.self, forKey: "data"))
    case .l2OrderBook: self = .book(try message.decode(StreamedBookChange.self, forKey: "data"))
    case .orders:
      let data = try message.nestedContainer(keyedBy: WireKey.self, forKey: "data")
      self =
        data.contains("o")
        ? .order(try message.decode(StreamedOrderChange.self, forKey: "data"))
        : .takeover(try message.decode(StreamedTakeover.self, forKey: "data"))
    case .deposits: self = .deposit(try message.decode(StreamedDeposit.self, forKey: "data"))
    case .withdrawals: self = .withdrawal(try message.decode(StreamedWithdrawal.self, forKey: "data"))
    case .positions: self = .position(try message.decode(StreamedPosition.self, forKey: "data"))
    case .fundingPayments: self = .fundingPayment(try message.decode(StreamedFundingPayment.self, forKey: "data"))
    }
  }
}
