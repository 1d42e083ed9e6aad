internal import ExchangeAPI
internal import PerpsProtocol

/// Orders in words and tables, for people. Programs get the exchange's own answer.
enum OrderReport {
  /// What became of an order that has just been placed.
  static func placed(_ order: OrderDetails) -> String {
    var table = TextTable()
    table.add(
      [("Order", TerminalText.escape(order.orderID.text)), ("", "\(terms(of: order)), \(order.status.words)")]
        + [executed(order).map { ("Traded", $0) }, order.sessionKey.map { ("Key", left($0)) }].compactMap(\.self))
    return table.text
  }

  /// A table with a line for each order.
  static func table(_ orders: [OrderDetails]) -> String {
    guard !orders.isEmpty else { return "No orders.\n" }
    var table = TextTable()
    let hasClientIDs = orders.contains { $0.clientOrderID != nil }
    table.add(
      [
        .text("time"), .text("market"), .text("side"), .text("type"), .number("price"), .number("trigger"),
        .number("quantity"), .number("filled"), .text("status"), .text("order"),
      ] + (hasClientIDs ? [.text("client id")] : []), orders.map { row($0, withClientID: hasClientIDs) })
    return table.text
  }

  private static func row(_ order: OrderDetails, withClientID: Bool) -> [String] {
    [
      order.time.iso8601, order.market.text, order.side.wireName.description, order.type.wireName.description,
      order.price.map(DecimalText.short) ?? "-", order.triggerPrice.map(DecimalText.short) ?? "-",
      DecimalText.short(order.originalQuantity), DecimalText.short(order.executedQuantity), order.status.words,
      TerminalText.escape(order.orderID.text),
    ] + (withClientID ? [order.clientOrderID.map { TerminalText.escape($0.text) } ?? "-"] : [])
  }

  /// What became of orders that were to be cancelled.
  static func cancelled(_ results: [CancellationResult]) -> String {
    guard !results.isEmpty else { return "There was nothing to cancel.\n" }
    var table = TextTable()
    table.add([.text("order"), .text("result")], results.map { [name(of: $0), $0.status.words] })
    return table.text
  }

  /// The order as a cancellation names it.
  private static func name(of result: CancellationResult) -> String {
    if let id = result.orderID { return TerminalText.escape(id.text) }
    return result.clientOrderID.map { "client:" + TerminalText.escape($0.text) } ?? "-"
  }

  private static func terms(of order: OrderDetails) -> String {
    let words = [
      "\(order.side.wireName) \(DecimalText.short(order.originalQuantity)) \(order.market)",
      order.price.map { "at \(DecimalText.short($0))" },
      order.triggerPrice.map { "when the \((order.triggerType ?? .none).wireName) price is \(DecimalText.short($0))" },
      order.reduceOnly ? "reduce only" : nil,
    ]
    return words.compactMap(\.self).joined(separator: ", ")
  }

  private static func executed(_ order: OrderDetails) -> String? {
    guard order.executedQuantity > .zero, let price = order.averageExecutionPrice else { return nil }
    return "\(DecimalText.short(order.executedQuantity)) at \(DecimalText.short(price)) on average"
  }

  /// What the key that signed may still do.
  private static func left(_ authority: RemainingAuthority) -> String {
    let today = authority.valueRemainingToday.map { ", with \(DecimalText.short($0)) left for today" } ?? ""
    return "may trade until \(authority.expiresAt.iso8601)\(today)"
  }
}

extension OrderStatus {
  /// The status for people.
  var words: String {
    switch self {
    case .active: "waiting for its trigger"
    case .canceled: "cancelled"
    case .filled: "filled"
    case .inactive: "inactive"
    case .notFound: "not found"
    case .open: "open"
    case .partiallyFilled: "partly filled"
    }
  }
}
