internal import EthereumPrimitives
internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

extension OrderDetails {
  /// An order as it is asked for.
  ///
  /// - Parameters:
  ///   - fills: those that it has had, or `nil` where they are not told.
  ///   - entry: the entry that placed it, where that is what is answered.
  init(_ state: OrderState, fills: [Fill]? = nil, placedBy entry: LedgerEntry? = nil) {
    let order = state.order
    self.init(
      market: order.market, orderID: OrderID(number: state.number.sequence), clientOrderID: order.clientOrderID,
      wallet: order.wallet, time: state.time, status: state.status, type: order.type, side: order.side,
      originalQuantity: order.quantity, executedQuantity: state.executedQuantity,
      cumulativeQuoteQuantity: state.cumulativeQuoteQuantity, averageExecutionPrice: state.averageExecutionPrice,
      price: order.type.hasLimitPrice ? order.limitPrice : nil,
      triggerPrice: order.type.hasTrigger ? order.triggerPrice : nil,
      triggerType: order.type.hasTrigger ? order.triggerType : nil, reduceOnly: order.isReduceOnly,
      timeInForce: order.type.hasLimitPrice ? order.timeInForce : nil, selfTradePrevention: order.selfTradePrevention,
      delegatedKey: order.delegatedKey == .zero ? nil : order.delegatedKey,
      fills: fills.map { $0.map { FillDetails($0, isPartOfOrder: true) } }, sequence: entry?.sequence,
      sessionKey: entry.flatMap(RemainingAuthority.init))
  }
}

extension RemainingAuthority {
  /// What the session key that signed an entry may still do after it; `nil` where a wallet signed.
  init?(after entry: LedgerEntry) {
    guard let key = entry.actor.sessionKey else { return nil }
    let judgement = entry.judgement
    let remaining = key.scope.maximumDailyValue.flatMap { maximum -> Pips? in
      guard let used = judgement.valueUsedBefore, let value = judgement.orderValue else { return nil }
      return maximum.subtracting(used)?.subtracting(value)
    }
    self.init(expiresAt: key.expiresAt, valueRemainingToday: remaining)
  }
}

extension FillDetails {
  /// A wallet's side of a trade.
  ///
  /// - Parameter isPartOfOrder: whether the order, market and side are told elsewhere in the answer.
  init(_ fill: Fill, isPartOfOrder: Bool = false) {
    self.init(
      fillID: fill.number.description, price: fill.price, quantity: fill.quantity, quoteQuantity: fill.quoteQuantity,
      realizedPnL: fill.realizedPnL, time: fill.time, makerSide: fill.makerSide,
      sequence: fill.liquidity == nil ? nil : fill.tradeSequence, fee: fill.fee, action: fill.action,
      position: fill.position, indexPrice: fill.indexPrice, liquidity: fill.liquidity, type: fill.type,
      // Nothing settles on a chain here: what the ledger has is final.
      transactionID: nil, transactionStatus: .mined,
      orderID: isPartOfOrder ? nil : fill.order.map { OrderID(number: $0.sequence) },
      clientOrderID: isPartOfOrder ? nil : fill.clientOrderID, market: isPartOfOrder ? nil : fill.market,
      side: isPartOfOrder ? nil : fill.side)
  }
}

extension CancellationResult {
  /// What became of one order.
  init(_ canceled: CanceledOrder) {
    if let state = canceled.order {
      self.init(
        orderID: OrderID(number: state.number.sequence), clientOrderID: state.order.clientOrderID,
        status: canceled.status)
      return
    }
    switch canceled.reference {
    case .order(let id)?: self.init(orderID: id, status: canceled.status)
    case .client(let id)?: self.init(clientOrderID: id, status: canceled.status)
    case nil: self.init(status: canceled.status)
    }
  }
}
