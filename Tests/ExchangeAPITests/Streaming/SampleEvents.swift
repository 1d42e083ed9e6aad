import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Testing

/// One event of each kind, and the short names that the exchange's protocol gives its members.
enum SampleEvents {
  struct Sample: CustomTestStringConvertible, Sendable {
    let event: StreamedEvent
    let names: String
    var testDescription: String { "\(event.name.wireName)" }
  }

  static let all: [Sample] = [
    Sample(event: .ticker(ticker), names: "m t o h l c Q v q P n a b mp ip id iP lf nf ft oi u"),
    Sample(event: .trade(trade), names: "m i p q Q t s u"),
    Sample(event: .liquidation(liquidation), names: "m i p q Q t s"),
    Sample(event: .candle(candle), names: "m t i s e o h l c v q n u"),
    Sample(event: .bestPrices(bestPrices), names: "m t b B a A lp mp ip"),
    Sample(event: .book(book), names: "m t u b a lp mp ip"),
    Sample(event: .order(order), names: "m i c w t T x X u o s q z Z v p P tt r f V dk F"),
    Sample(event: .takeover(takeover), names: "m w t s F"),
    Sample(event: .deposit(deposit), names: "w i a q qb t"),
    Sample(event: .withdrawal(withdrawal), names: "w i a q g qb t"),
    Sample(event: .position(position), names: "w m X q mq np xp rn f to tc of lf qb t"),
    Sample(event: .fundingPayment(fundingPayment), names: "w m Q q f ip t"),
  ]

  private static let market = known { try MarketSymbol("ETH-USD") }
  private static let wallet = known { try Address("0x52908400098527886E0F7030069857D2E4169EE7") }
  private static let time = known { try #require(Timestamp(milliseconds: 1_800_000_000_000)) }
  private static let price = known { try Pips("2000.00000000") }
  private static let amount = known { try Amount("-1.50000000") }

  private static let ticker = StreamedTicker(
    market: market, time: time, open: price, high: price, low: price, close: price, closeQuantity: price,
    baseVolume: amount, quoteVolume: amount, percentChange: amount, trades: 1, ask: nil, bid: price, markPrice: price,
    indexPrice: price, indexPrice24h: price, indexPricePercentChange: amount, lastFundingRate: nil,
    currentFundingRate: nil, nextFundingTime: time, openInterest: amount, sequence: 9)
  private static let trade = StreamedTrade(
    market: market, fillID: "1-1", price: price, quantity: price, quoteQuantity: amount, time: time, makerSide: .sell,
    sequence: 4)
  private static let liquidation = StreamedLiquidation(
    market: market, fillID: "1-1", price: price, quantity: price, quoteQuantity: amount, time: time,
    liquidationSide: .buy)
  private static let candle = StreamedCandle(
    market: market, time: time, interval: .fiveMinutes, start: time, end: time, open: price, high: price, low: price,
    close: price, baseVolume: amount, quoteVolume: nil, trades: 3, sequence: nil)
  private static let bestPrices = StreamedBestPrices(
    market: market, time: time, bidPrice: price, bidQuantity: amount, askPrice: .zero, askQuantity: .zero,
    lastPrice: nil, markPrice: price, indexPrice: price)
  private static let book = StreamedBookChange(
    market: market, time: time, sequence: 3, bids: [OrderBookLevel(price: price, size: .zero, orders: 0)], asks: [],
    lastPrice: price, markPrice: price, indexPrice: price)
  private static let fill = StreamedFill(
    type: .limit, fillID: "1-1", price: price, quantity: price, quoteQuantity: amount, realizedPnL: amount, time: time,
    makerSide: .buy, sequence: 3, fee: amount, liquidity: .maker, action: .closeAndOpen, position: .short,
    transactionID: nil, transactionStatus: .pending)
  private static let order = StreamedOrderChange(
    market: market, orderID: OrderID(number: 7), clientOrderID: known { try ClientOrderID("mine") }, wallet: wallet,
    executionTime: time, time: time, update: .fill, status: .partiallyFilled, sequence: 5, type: .stopLossLimit,
    side: .buy, originalQuantity: price, executedQuantity: price, cumulativeQuoteQuantity: amount,
    averageExecutionPrice: amount, price: price, triggerPrice: price, triggerType: .index, reduceOnly: true,
    timeInForce: .gtx, selfTradePrevention: .cb, delegatedKey: wallet, fills: [fill])
  private static let takeover = StreamedTakeover(
    market: market, wallet: wallet, executionTime: time, side: .sell, fills: [fill])
  private static let deposit = StreamedDeposit(
    wallet: wallet, depositID: "1", asset: "USD", quantity: price, quoteBalance: amount, time: time)
  private static let withdrawal = StreamedWithdrawal(
    wallet: wallet, withdrawalID: "1", asset: "USD", quantity: price, gas: .zero, quoteBalance: amount, time: time)
  private static let position = StreamedPosition(
    wallet: wallet, market: market, status: .closed, quantity: amount, maximumQuantity: amount, entryPrice: amount,
    exitPrice: amount, realizedPnL: amount, totalFunding: amount, totalOpen: amount, totalClose: amount,
    openedByFillID: "1-1", lastFillID: "2-1", quoteBalance: amount, time: time)
  private static let fundingPayment = StreamedFundingPayment(
    wallet: wallet, market: market, paymentQuantity: amount, positionQuantity: amount, fundingRate: amount,
    indexPrice: price, time: time)

  private static func known<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { fatalError("\(error)") }
  }
}
