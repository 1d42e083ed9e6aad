internal import ExchangeAPI
internal import PerpsProtocol

/// Fills in a table, for people.
enum FillReport {
  /// A line for each fill.
  static func table(_ fills: [FillDetails]) -> String {
    guard !fills.isEmpty else { return "No fills.\n" }
    var table = TextTable()
    table.add(
      [
        .text("time"), .text("market"), .text("side"), .number("price"), .number("quantity"), .number("value"),
        .number("fee"), .number("realised"), .text("liquidity"), .text("order"), .text("fill"),
      ], fills.map(row))
    return table.text
  }

  private static func row(_ fill: FillDetails) -> [String] {
    [
      fill.time.iso8601, fill.market?.text ?? "-", fill.side?.wireName.description ?? "-",
      DecimalText.short(fill.price), DecimalText.short(fill.quantity), DecimalText.short(fill.quoteQuantity),
      fill.fee.map(DecimalText.short) ?? "-", DecimalText.short(fill.realizedPnL),
      fill.liquidity?.wireName.description ?? fill.type.wireName.description,
      fill.orderID.map { TerminalText.escape($0.text) } ?? "-", TerminalText.escape(fill.fillID),
    ]
  }
}
