internal import PerpsProtocol

/// The markets that were read before. To make a `MarketSymbol` costs a hash, and a ledger has few markets and many
/// entries.
package struct KnownMarkets {
  private var symbols: [MarketSymbol] = []

  package init() {}

  /// How many are kept; a ledger with more of them is read all the same.
  static let marketsMaximum = 16

  /// The market of a name.
  mutating func symbol(_ text: String) throws(RequestEncodingError) -> MarketSymbol {
    if let known = symbols.first(where: { $0.text.utf8.elementsEqual(text.utf8) }) { return known }
    do {
      let symbol = try MarketSymbol(text)
      if symbols.count < Self.marketsMaximum { symbols.append(symbol) }
      return symbol
    } catch { throw .invalid("market") }
  }
}
