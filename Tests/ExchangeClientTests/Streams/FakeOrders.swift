import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Signing

extension MarketSymbol {
  /// For tests that need one and cannot throw.
  static var any: MarketSymbol {
    guard let market = try? MarketSymbol("ETH-USD") else { preconditionFailure("the name is valid") }
    return market
  }
}

extension Pips {
  static func whole(_ count: UInt64) -> Pips { Pips(count: count * 100_000_000) ?? .zero }
}

extension Timestamp {
  static func test(_ offset: UInt64) -> Timestamp { Timestamp(milliseconds: Scene.now + offset) ?? .maximum }
}

extension OrderDetails {
  static func fake(_ id: Int, quantity: UInt64, executed: UInt64, status: OrderStatus) -> OrderDetails {
    OrderDetails(
      market: .any, orderID: (try? OrderID(String(id))) ?? OrderID(number: 0), wallet: Scene.wallet.address,
      time: .test(UInt64(id)), status: status, type: .limit, side: .buy, originalQuantity: .whole(quantity),
      executedQuantity: .whole(executed), cumulativeQuoteQuantity: Amount(.whole(executed)), price: .one,
      reduceOnly: false, timeInForce: .gtc, selfTradePrevention: .dc)
  }

  func with(status: OrderStatus, executed: Pips? = nil) -> OrderDetails {
    OrderDetails(
      market: market, orderID: orderID, wallet: wallet, time: time, status: status, type: type, side: side,
      originalQuantity: originalQuantity, executedQuantity: executed ?? executedQuantity,
      cumulativeQuoteQuantity: Amount(executed ?? executedQuantity), price: price, reduceOnly: reduceOnly,
      timeInForce: timeInForce, selfTradePrevention: selfTradePrevention)
  }

  func filled(_ quantity: UInt64) -> OrderDetails {
    let executed = executedQuantity.adding(.whole(quantity)) ?? .zero
    return with(status: executed == originalQuantity ? .filled : .partiallyFilled, executed: executed)
  }

  var hasEnded: Bool { status == .filled || status == .canceled }

  func change(_ update: OrderUpdateKind, _ fill: FillDetails? = nil) -> StreamedOrderChange {
    StreamedOrderChange(
      market: market, orderID: orderID, wallet: wallet, executionTime: time, time: time, update: update,
      status: status, type: type, side: side, originalQuantity: originalQuantity, executedQuantity: executedQuantity,
      cumulativeQuoteQuantity: cumulativeQuoteQuantity, price: price, reduceOnly: reduceOnly, timeInForce: timeInForce,
      selfTradePrevention: selfTradePrevention, fills: fill.map { [$0.streamed] })
  }
}

extension FillDetails {
  static func fake(_ number: Int, quantity: UInt64, orderID: OrderID?) -> FillDetails {
    FillDetails(
      fillID: String(number), price: .one, quantity: .whole(quantity), quoteQuantity: Amount(.whole(quantity)),
      realizedPnL: .zero, time: .test(UInt64(number)), makerSide: .buy, sequence: UInt64(number), fee: .zero,
      action: .open, position: .long, liquidity: .maker, type: orderID == nil ? .liquidation : .limit,
      transactionID: nil, transactionStatus: .mined, orderID: orderID, market: .any, side: .buy)
  }

  var streamed: StreamedFill {
    StreamedFill(
      type: type, fillID: fillID, price: price, quantity: quantity, quoteQuantity: quoteQuantity,
      realizedPnL: realizedPnL, time: time, makerSide: makerSide, sequence: sequence, fee: fee, liquidity: liquidity,
      action: action, position: position, transactionID: nil, transactionStatus: .mined)
  }

  var takeover: StreamedTakeover {
    StreamedTakeover(market: .any, wallet: Scene.wallet.address, executionTime: time, side: .buy, fills: [streamed])
  }
}
