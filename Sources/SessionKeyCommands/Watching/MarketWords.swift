internal import ExchangeAPI
internal import PerpsProtocol

extension MarketView {
  /// The view in plain text.
  var text: String {
    var table = TextTable()
    table.add([(market.text, ticker.time.iso8601)])
    table.section("Prices", prices)
    table.note("Order book")
    addBook(to: &table)
    table.note("Last trades")
    addTrades(to: &table)
    if let orders {
      table.note("Your orders")
      table.append(OrderReport.table(orders.filter { $0.market == market }))
    }
    if let positions, !positions.isEmpty {
      table.note("Your position")
      table.append(PositionReport.table(positions))
    }
    if let problem { table.note("Not up to date: \(TerminalText.escape(problem))") }
    return table.text
  }

  private var prices: [(name: String, value: String)] {
    func words(_ price: Pips?) -> String { price.map(DecimalText.short) ?? "-" }
    return [
      ("index", words(ticker.indexPrice)), ("last", words(ticker.close)),
      ("best", "\(words(ticker.bid)) bid, \(words(ticker.ask)) asked"),
      ("24 hours", "\(DecimalText.short(ticker.baseVolume)) traded in \(ticker.trades) trades"),
    ]
  }

  private func addBook(to table: inout TextTable) {
    let (bids, asks) = (orderBook.bids, orderBook.asks)
    let rows = (0..<max(bids.count, asks.count)).map { index in
      let bid = bids.indices.contains(index) ? bids[index] : nil
      let ask = asks.indices.contains(index) ? asks[index] : nil
      return [
        bid.map { DecimalText.short($0.size) } ?? "", bid.map { DecimalText.short($0.price) } ?? "",
        ask.map { DecimalText.short($0.price) } ?? "", ask.map { DecimalText.short($0.size) } ?? "",
      ]
    }
    table.add([.number("quantity"), .number("bid"), .number("asked"), .number("quantity")], rows)
  }

  private func addTrades(to table: inout TextTable) {
    table.add(
      [.text("time"), .number("price"), .number("quantity"), .text("taker")],
      trades.reversed().map { trade in
        [
          trade.time.iso8601, DecimalText.short(trade.price), DecimalText.short(trade.quantity),
          trade.makerSide == .buy ? "sells" : "buys",
        ]
      })
  }
}
