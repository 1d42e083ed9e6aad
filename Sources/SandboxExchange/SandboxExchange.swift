public import Ledger
public import PerpsProtocol
internal import SessionKeys

/// A perpetuals exchange as a deterministic state machine: the same ledger entries make the same state on any node.
///
/// It has no clock, no randomness and no input but its configuration and the entries; nothing depends on the order of a
/// dictionary. Every entry can be applied: what cannot be carried out is answered with a ``BusinessRefusal`` and
/// changes nothing but the number of the next entry. No entry can trap.
///
/// **Money.** Amounts are whole pips. After every entry this holds exactly, see ``conservation``:
/// balances + fee account + insurance fund − cost bases of all positions = deposits − withdrawals.
///
/// **Prices.** The mark price is the index price. There are no funding payments, no gas fees and no auto-deleveraging.
public struct SandboxExchange: Sendable {
  /// What it was started with.
  public let configuration: ExchangeConfiguration
  /// The last entry that was applied; zero before the first.
  public internal(set) var sequence: UInt64 = 0
  /// The latest time of an entry.
  public internal(set) var time: Timestamp

  let marketIndices: [MarketSymbol: Int]
  var markets: [Market]
  var terms: [MarginTerms]
  var accounts: AccountStore
  var orders = OrderStore()
  /// One for each account.
  var histories = [History()]
  var feeBalance: Int128 = 0
  var deposited: Int128 = 0
  var withdrawn: Int128 = 0

  /// What tells the last entry from all others.
  var lastEntry: EntryMark?

  // Of the entry that is being applied.
  var events: [ExchangeEvent] = []
  var fillCount: UInt32 = 0
  /// Accounts whose positions or balance have changed in trades, in the order in which they did.
  var unsettled: [Int] = []

  /// Starts an empty exchange.
  public init(configuration: ExchangeConfiguration) {
    self.configuration = configuration
    markets = configuration.markets.map(Market.init)
    terms = configuration.markets.map { MarginTerms(schedule: $0.margin) }
    var indices: [MarketSymbol: Int] = [:]
    for (index, market) in configuration.markets.enumerated() { indices[market.market] = index }
    marketIndices = indices
    accounts = AccountStore(markets: configuration.markets.count)
    time = Timestamp.epoch
  }

  /// Carries out the next entry of the ledger.
  ///
  /// An entry that is not the next one, counted from 1 without gaps, is refused as
  /// ``BusinessRefusal/outOfSequence(expected:)`` and does not count.
  public mutating func apply(_ entry: LedgerEntry) -> Outcome {
    guard entry.sequence == sequence + 1 else {
      return Outcome(
        sequence: entry.sequence, answer: .refused(.outOfSequence(expected: sequence + 1)), events: [])
    }
    sequence = entry.sequence
    time = max(time, entry.time)
    lastEntry = EntryMark(entry)
    fillCount = 0
    let answer = answer(to: entry)
    defer { events = [] }
    return Outcome(sequence: entry.sequence, answer: answer, events: events)
  }
}
