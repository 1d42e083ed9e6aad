internal import ExchangeAPI

/// A wallet's fills, each of them once and in order.
struct FillHistory {
  private let account: Account
  private var cursor: HistoryCursor
  /// Whether it begins behind a fill that was named.
  let hasStart: Bool

  init(_ account: Account, after fillID: String?) {
    self.account = account
    cursor = HistoryCursor(after: fillID)
    hasStart = fillID != nil
  }

  /// Begins now, unless a fill was named.
  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError) {
    if !hasStart { cursor.begin(behind: try await account.fills().map(\.fillID)) }
  }

  /// What comes after the last that was delivered. It counts as delivered only when it is handed to ``deliver(_:)``.
  nonisolated(nonsending) func missed() async throws(ExchangeError) -> HistoryReader.Missed<FillDetails> {
    let account = account
    return try await account.history.items(after: cursor.last, id: \.fillID) {
      page async throws(ExchangeError) in try await account.fills(page: page)
    }
  }

  /// The gap, if there is one, and the fills that are new.
  mutating func deliver(_ missed: HistoryReader.Missed<FillDetails>) -> (gap: StreamGap?, fills: [FillDetails]) {
    let gap = missed.isComplete ? nil : StreamGap.fills(after: cursor.last)
    return (gap, missed.items.filter { cursor.deliver($0.fillID) })
  }

  /// The fills of a change that are new.
  mutating func deliver(_ change: StreamedOrderChange) -> [FillDetails] {
    (change.fills ?? []).filter { cursor.deliver($0.fillID) }.map { FillDetails($0, of: change) }
  }

  /// The fills of a takeover that are new.
  mutating func deliver(_ takeover: StreamedTakeover) -> [FillDetails] {
    takeover.fills.filter { cursor.deliver($0.fillID) }.map {
      FillDetails($0, market: takeover.market, side: takeover.side)
    }
  }
}

extension Account {
  /// Reads this account's histories.
  var history: HistoryReader { HistoryReader(itemsPerPage: caller.configuration.historyPageItems) }
}
