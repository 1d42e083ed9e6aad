internal import PerpsProtocol

/// The accounts that have a position in a market, in ascending order, each with the index prices at which it surely has
/// its maintenance margin.
///
/// A new index price concerns all of them, and nearly none has to be looked at: a band is computed from an account once,
/// and holds until the account trades or pays something out.
struct Holders: Sendable {
  private(set) var accounts: [Int] = []
  private var bands: [PriceBand] = []

  /// Counts an account among the holders, or no more.
  mutating func set(_ account: Int, holds: Bool) {
    let (place, isFound) = search(account)
    if holds && !isFound {
      accounts.insert(account, at: place)
      bands.insert(.none, at: place)
    }
    if !holds && isFound {
      accounts.remove(at: place)
      bands.remove(at: place)
    }
  }

  /// Keeps the band of a holder; ``PriceBand/none`` when nothing is known any more.
  mutating func remember(_ band: PriceBand, of account: Int) {
    let (place, isFound) = search(account)
    if isFound { bands[place] = band }
  }

  /// The accounts that may not have their maintenance margin at an index price, in ascending order.
  func doubtful(at price: Int64) -> [Int] {
    bands.indices.filter { !bands[$0].contains(price) }.map { accounts[$0] }
  }

  private func search(_ account: Int) -> (place: Int, isFound: Bool) {
    var (low, high) = (0, accounts.count)
    while low < high {
      let middle = (low + high) / 2
      if accounts[middle] < account { low = middle + 1 } else { high = middle }
    }
    return (low, low < accounts.count && accounts[low] == account)
  }
}

/// Index prices from a lowest to a highest, both inside.
struct PriceBand: Sendable {
  let low: Int64
  let high: Int64

  /// No price at all.
  static let none = PriceBand(low: .max, high: .min)

  func contains(_ price: Int64) -> Bool { price >= low && price <= high }
}

extension PositionState {
  /// The index prices at which the position costs at most so much more of the maintenance margin than it does now.
  ///
  /// A long position loses at most its quantity for each unit by which the price falls; a short one its quantity, and
  /// the maintenance margin on top, for each by which it rises. What rounding may make of the sums at either price is less
  /// than ``roundingPipsMaximum``.
  func band(losingAtMost loss: Int128, under terms: MarginTerms) -> PriceBand {
    let (price, size) = (terms.indexPrice, Int128(quantity.magnitude))
    guard size > 0, loss > Self.roundingPipsMaximum else { return PriceBand(low: price, high: price) }
    let affordable = min(loss - Self.roundingPipsMaximum, Int128(Int64.max)) * PipArithmetic.one / size
    guard quantity < 0 else {
      return PriceBand(low: Int64(clamping: Int128(price) - affordable), high: .max)
    }
    let factor = PipArithmetic.one + Int128(terms.schedule.maintenanceFraction.count)
    let rise = min(affordable, Int128(Int64.max)) * PipArithmetic.one / factor
    return PriceBand(low: .min, high: Int64(clamping: Int128(price) + rise))
  }

  /// Value, unrealised profit and margin are each rounded once, at each of the two prices.
  private static let roundingPipsMaximum: Int128 = 6
}

extension SandboxExchange {
  /// Notes that an account has traded or paid something out: what its bands say holds no more.
  mutating func forgetBands(of account: Int) {
    for market in markets.indices where accounts.list[account].positions[market].quantity != 0 {
      markets[market].holders.remember(.none, of: account)
    }
  }

  /// Whether an account is under its maintenance margin. If not, its bands are computed anew: each of its positions may
  /// lose an equal share of what it has more.
  mutating func isUnderMaintenance(_ account: Int) -> Bool {
    let margin = accounts.list[account].margin(under: terms)
    let excess = accounts.list[account].balance + margin.unrealized - margin.maintenance
    guard excess >= 0 else {
      // It stays so when the insurance fund cannot take over: every price then has to look at it again.
      forgetBands(of: account)
      return true
    }
    let held = markets.indices.filter { accounts.list[account].positions[$0].quantity != 0 }
    for market in held {
      let band = accounts.list[account].positions[market].band(
        losingAtMost: excess / Int128(held.count), under: terms[market])
      markets[market].holders.remember(band, of: account)
    }
    return false
  }
}
