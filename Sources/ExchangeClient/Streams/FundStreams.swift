public import ExchangeAPI

/// A deposit, as it was told.
public enum DepositUpdate: Hashable, Sendable {
  /// It was credited.
  case credited(StreamedDeposit)
  /// It was credited while there was no connection.
  case missed(DepositDetails)
}

/// A withdrawal, as it was told.
public enum WithdrawalUpdate: Hashable, Sendable {
  /// It was debited.
  case debited(StreamedWithdrawal)
  /// It was debited while there was no connection.
  case missed(WithdrawalDetails)
}

extension Account {
  /// The wallet's deposits from now on, or after a deposit: each once and in their order.
  public func depositUpdates(after depositID: String? = nil) -> LiveStream<DepositUpdate> {
    let account = self
    let logic = FundLogic<DepositDetails, DepositUpdate>(
      .deposits, after: depositID, itemsPerPage: caller.configuration.historyPageItems, id: \DepositDetails.depositID,
      read: { page async throws(ExchangeError) in try await account.deposits(page: page) },
      gap: { .deposits(after: $0) }, missed: { .missed($0) },
      event: { event in
        if case .deposit(let deposit) = event { (deposit.depositID, DepositUpdate.credited(deposit)) } else { nil }
      })
    return LiveStream { () throws(ExchangeError) in StreamMachine(account.caller, logic, account: account) }
  }

  /// The wallet's withdrawals from now on, or after a withdrawal: each once and in their order.
  public func withdrawalUpdates(after withdrawalID: String? = nil) -> LiveStream<WithdrawalUpdate> {
    let account = self
    let logic = FundLogic<WithdrawalDetails, WithdrawalUpdate>(
      .withdrawals, after: withdrawalID, itemsPerPage: caller.configuration.historyPageItems,
      id: \WithdrawalDetails.withdrawalID,
      read: { page async throws(ExchangeError) in try await account.withdrawals(page: page) },
      gap: { .withdrawals(after: $0) }, missed: { .missed($0) },
      event: { event in
        guard case .withdrawal(let withdrawal) = event else { return nil }
        return (withdrawal.withdrawalID, WithdrawalUpdate.debited(withdrawal))
      })
    return LiveStream { () throws(ExchangeError) in StreamMachine(account.caller, logic, account: account) }
  }
}

extension Session {
  /// The wallet's deposits; see ``Account/depositUpdates(after:)``.
  public func depositUpdates(after depositID: String? = nil) -> LiveStream<DepositUpdate> {
    streaming { $0.depositUpdates(after: depositID) }
  }

  /// The wallet's withdrawals; see ``Account/withdrawalUpdates(after:)``.
  public func withdrawalUpdates(after withdrawalID: String? = nil) -> LiveStream<WithdrawalUpdate> {
    streaming { $0.withdrawalUpdates(after: withdrawalID) }
  }
}

/// Delivers what has a history with ids, each of its elements once.
private struct FundLogic<Item: Sendable, Value: Sendable>: StreamLogic, Sendable {
  private let subscription: WalletSubscription
  private let history: HistoryReader
  private let id: @Sendable (Item) -> String
  private let read: @Sendable (ReadPage) async throws(ExchangeError) -> [Item]
  private let gap: @Sendable (String?) -> StreamGap
  private let missed: @Sendable (Item) -> Value
  private let event: @Sendable (StreamedEvent) -> (id: String, value: Value)?
  private var cursor: HistoryCursor
  private let hasStart: Bool

  var subscriptions: [Subscription] { [.wallet(subscription)] }

  init(
    _ subscription: WalletSubscription, after start: String?, itemsPerPage: Int,
    id: @escaping @Sendable (Item) -> String,
    read: @escaping @Sendable (ReadPage) async throws(ExchangeError) -> [Item],
    gap: @escaping @Sendable (String?) -> StreamGap, missed: @escaping @Sendable (Item) -> Value,
    event: @escaping @Sendable (StreamedEvent) -> (id: String, value: Value)?
  ) {
    self.subscription = subscription
    history = HistoryReader(itemsPerPage: itemsPerPage)
    (self.id, self.read, self.gap, self.missed, self.event) = (id, read, gap, missed, event)
    cursor = HistoryCursor(after: start)
    hasStart = start != nil
  }

  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError) {
    if !hasStart { cursor.begin(behind: try await read(ReadPage()).map(id)) }
  }

  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<Value>] {
    let found = try await history.items(after: cursor.last, id: id, read: read)
    let gap = found.isComplete ? [] : [LiveElement<Value>.gap(gap(cursor.last))]
    return gap + found.items.filter { cursor.deliver(id($0)) }.map { .value(missed($0)) }
  }

  mutating func take(_ streamed: StreamedEvent) -> Intake<Value> {
    guard let (id, value) = event(streamed), cursor.deliver(id) else { return .elements([]) }
    return .elements([.value(value)])
  }
}
