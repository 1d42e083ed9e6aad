public import ExchangeAPI
public import PerpsProtocol

/// What has happened to a wallet's orders.
public enum OrderUpdate: Hashable, Sendable {
  /// An order stands otherwise than before. It never goes back to an earlier state.
  ///
  /// What happened to it is `nil` where that was while there was no connection. Its fills are told on their own.
  case order(OrderDetails, OrderUpdateKind?)
  /// A fill, once; before the order that it belongs to. The takeover of a position has no order.
  case fill(FillDetails)
}

extension OrderUpdate {
  /// The order, where it is one.
  public var order: OrderDetails? { if case .order(let order, _) = self { order } else { nil } }
  /// The fill, where it is one.
  public var fill: FillDetails? { if case .fill(let fill) = self { fill } else { nil } }
}

extension OrderDetails {
  /// The order as it is after a change. Its fills stand apart.
  init(_ change: StreamedOrderChange) {
    self.init(
      market: change.market, orderID: change.orderID, clientOrderID: change.clientOrderID, wallet: change.wallet,
      time: change.time, status: change.status, type: change.type, side: change.side,
      originalQuantity: change.originalQuantity, executedQuantity: change.executedQuantity,
      cumulativeQuoteQuantity: change.cumulativeQuoteQuantity, averageExecutionPrice: change.averageExecutionPrice,
      price: change.price, triggerPrice: change.triggerPrice, triggerType: change.triggerType,
      reduceOnly: change.reduceOnly, timeInForce: change.timeInForce, selfTradePrevention: change.selfTradePrevention,
      delegatedKey: change.delegatedKey)
  }

  /// The order as every source tells it: without its fills, and without what only the answer of placing it has.
  var comparable: OrderDetails {
    OrderDetails(
      market: market, orderID: orderID, clientOrderID: clientOrderID, wallet: wallet, time: time, status: status,
      type: type, side: side, originalQuantity: originalQuantity, executedQuantity: executedQuantity,
      cumulativeQuoteQuantity: cumulativeQuoteQuantity, averageExecutionPrice: averageExecutionPrice, price: price,
      triggerPrice: triggerPrice, triggerType: triggerType, reduceOnly: reduceOnly, timeInForce: timeInForce,
      selfTradePrevention: selfTradePrevention, delegatedKey: delegatedKey)
  }
}

extension FillDetails {
  /// A fill of a change of an order, as `GET /v1/fills` tells it. The index price is not told.
  init(_ fill: StreamedFill, of change: StreamedOrderChange) {
    self.init(
      fill, market: change.market, side: change.side, orderID: change.orderID, clientOrderID: change.clientOrderID)
  }

  /// A fill without an order.
  init(
    _ fill: StreamedFill, market: MarketSymbol, side: OrderSide, orderID: OrderID? = nil,
    clientOrderID: ClientOrderID? = nil
  ) {
    self.init(
      fillID: fill.fillID, price: fill.price, quantity: fill.quantity, quoteQuantity: fill.quoteQuantity,
      realizedPnL: fill.realizedPnL, time: fill.time, makerSide: fill.makerSide, sequence: fill.sequence, fee: fill.fee,
      action: fill.action, position: fill.position, liquidity: fill.liquidity, type: fill.type,
      transactionID: fill.transactionID, transactionStatus: fill.transactionStatus, orderID: orderID,
      clientOrderID: clientOrderID, market: market, side: side)
  }
}
