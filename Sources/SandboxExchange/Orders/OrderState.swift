public import PerpsProtocol

/// An order and what became of it.
public struct OrderState: Hashable, Sendable {
  /// The exchange's id.
  public let number: OrderNumber
  /// What was signed.
  public let order: Order
  /// When it was placed.
  public let time: Timestamp
  /// Where it stands.
  public internal(set) var status: OrderStatus
  /// When it last changed.
  public internal(set) var lastChange: Timestamp
  /// Why it, or a part of it, will trade no more; `nil` while nothing of it has been cancelled.
  public internal(set) var end: OrderEnd?
  /// Whether a conditional order has been triggered.
  public internal(set) var isTriggered = false
  /// What may still trade, in pips of the base asset.
  var open: Int64
  /// What has traded, in pips of the base asset.
  var executed: Int64 = 0
  /// What the trades were worth, in pips of the quote asset.
  var executedQuote: Int128 = 0
  /// How far from the index price it may fill as a market order, by the session key's bounds.
  let priceDeviation: Pips?

  init(number: OrderNumber, order: Order, time: Timestamp, priceDeviation: Pips?) {
    self.number = number
    self.order = order
    self.time = time
    self.priceDeviation = priceDeviation
    lastChange = time
    open = order.quantity.signed
    status = order.type.hasTrigger ? .active : .open
  }
}

extension OrderState {
  /// Whether it has been placed and its trigger was not reached yet.
  var waitsForTrigger: Bool { status == .active }
  /// What has traded.
  public var executedQuantity: Pips { Pips(clamping: executed) }
  /// What may still trade. The rest of the original quantity has traded or been cancelled.
  public var openQuantity: Pips { Pips(clamping: open) }
  /// What the trades were worth.
  public var cumulativeQuoteQuantity: Amount { Amount(pips: executedQuote) }
  /// The average price of the trades, or `nil` where there were none.
  public var averageExecutionPrice: Amount? { PipArithmetic.ratio(executedQuote, to: Int128(executed)) }

  mutating func fill(quantity: Int64, quote: Int128, at time: Timestamp) {
    open -= quantity
    executed += quantity
    executedQuote += quote
    status = executed == order.quantity.signed ? .filled : open == 0 ? .canceled : .partiallyFilled
    lastChange = time
  }

  /// Gives up a part of what may still trade.
  mutating func cancel(quantity: Int64, _ reason: OrderEnd, at time: Timestamp) {
    open -= quantity
    end = reason
    lastChange = time
    if open == 0 { status = .canceled }
  }

  /// Gives up whatever is left of the order; a filled order stays filled.
  mutating func cancelRest(_ reason: OrderEnd, at time: Timestamp) {
    if open > 0 { cancel(quantity: open, reason, at: time) }
    if status != .filled { status = .canceled }
  }
}
