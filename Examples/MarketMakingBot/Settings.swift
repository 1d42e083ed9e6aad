import PerpsProtocol

/// What the bot does, and how much of it at most.
struct Settings {
  /// The only market that its key may trade in.
  let market: MarketSymbol
  /// The play money that its wallet begins with.
  let balance: Pips
  /// The most that one order may be worth. The exchange holds the key to it, whatever this program does.
  let orderValueMaximum: Pips
  /// What it quotes on each side.
  let quantity: Pips
  /// The largest position, long or short.
  let positionMaximum: Pips
  /// How far its quotes are from the index price, as a fraction of that.
  let distance: Pips
  /// How far the index price may move before it quotes anew, as a fraction.
  let tolerance: Pips

  init() throws {
    market = try MarketSymbol("ETH-USD")
    balance = try Pips("10000.00000000")
    orderValueMaximum = try Pips("500.00000000")
    quantity = try Pips("0.10000000")
    positionMaximum = try Pips("0.25000000")
    distance = try Pips("0.00050000")
    tolerance = try Pips("0.00010000")
  }
}
