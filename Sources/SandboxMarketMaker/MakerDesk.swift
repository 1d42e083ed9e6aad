internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// One maker: a wallet, the session key that it has approved, and the markets that it quotes.
///
/// What rests and what it holds is read from the exchange in every step, so that nothing here can be out of date.
struct MakerDesk {
  let wallet: LocalWallet
  let markets: [MarketDetails]
  private var session: Session?
  private var quotedAround: [MarketSymbol: Pips] = [:]

  init(wallet: LocalWallet, markets: [MarketDetails]) {
    self.wallet = wallet
    self.markets = markets
  }

  /// The session key in use.
  var sessionKey: Address? { session?.key.address }

  /// Forgets the session, so that the next step starts another.
  mutating func endSession() { session = nil }

  /// Starts a session where there is none, or the last one is about to expire, and tops up the play money.
  ///
  /// Every earlier key of the wallet is revoked first, with whatever a process before this one has left resting.
  ///
  /// - Returns: whether there is a new session.
  mutating func prepare(
    on exchange: Exchange, _ configuration: MarketMakerConfiguration
  ) async throws(ExchangeError) -> Bool {
    if let session, exchange.now.adding(milliseconds: configuration.renewalMilliseconds) < session.expiresAt {
      return false
    }
    _ = try await exchange.revokeAllSessionKeys(openOrders: .cancel, authorizedBy: wallet)
    let started = try await exchange.startSession(
      authorizedBy: wallet, permitting: try scope(), lasting: .seconds(30 * 86_400),
      named: SessionKeyName("sandbox market maker"))
    try await topUp(try await started.account.balance(), on: exchange, configuration)
    session = started
    quotedAround = [:]
    return true
  }

  private func scope() throws(ExchangeError) -> SessionKeyScope {
    do { return try SessionKeyScope(permission: .trade, markets: markets.map(\.market)) } catch {
      throw .invalid(reason: error.description)
    }
  }

  private func topUp(
    _ balance: WalletDetails, on exchange: Exchange, _ configuration: MarketMakerConfiguration
  ) async throws(ExchangeError) {
    let missing = Int128(configuration.balance.count) - balance.equity.pips
    guard missing * 2 > Int128(configuration.balance.count), let quantity = Pips(count: UInt64(clamping: missing))
    else {
      return
    }
    _ = try await exchange.deposit(quantity, authorizedBy: wallet)
  }

  /// Quotes the markets anew whose quotes are no longer right.
  ///
  /// - Parameter report: told of quotes that are not taken.
  mutating func quote(
    around indexPrices: [MarketSymbol: Pips], _ configuration: MarketMakerConfiguration,
    report: (MarketMakerEvent) -> Void
  ) async throws(ExchangeError) {
    guard let session else { return }
    let account = try session.account
    let balance = try await account.balance(includingPositions: true)
    try await topUp(balance, on: session.exchange, configuration)
    let resting = try await account.orders(page: ReadPage(limit: ReadQuery.limitMaximum))
    for market in markets {
      guard let price = indexPrices[market.market] else { continue }
      let inventory = balance.positions?.first { $0.market == market.market }?.quantity ?? .zero
      let ladder = QuoteLadder(market, indexPrice: price, inventory: inventory, shape: configuration.shape)
      let old = resting.filter { $0.market == market.market }
      if let quoted = quotedAround[market.market],
        ladder.isServed(by: old, quotedAround: quoted, shape: configuration.shape)
      {
        continue
      }
      quotedAround[market.market] = nil
      try await replace(old, by: ladder, with: session, report: report)
      quotedAround[market.market] = ladder.center
    }
  }

  /// Places the new quotes before it cancels the old ones, so that the market is never without.
  private func replace(
    _ old: [OrderDetails], by ladder: QuoteLadder, with session: Session, report: (MarketMakerEvent) -> Void
  ) async throws(ExchangeError) {
    for draft in ladder.drafts {
      do { try await place(draft, with: session) } catch {
        guard error.leavesOthersPossible else { throw error }
        report(.quoteRefused(draft.market, error))
      }
    }
    guard !old.isEmpty else { return }
    _ = try await session.cancel(old.map { .order($0.orderID) })
  }

  /// A quote that would trade at once meets an order that the index price has passed: it is taken, as a trader expects
  /// of such an order, and old quotes of our own on the way are cancelled.
  private func place(_ draft: OrderDraft, with session: Session) async throws(ExchangeError) {
    do { _ = try await session.place(draft) } catch {
      guard error.code == .refusal(.invalidParameter) else { throw error }
      var taking = draft
      (taking.timeInForce, taking.selfTradePrevention) = (.gtc, .co)
      _ = try await session.place(taking)
    }
  }
}

extension ExchangeError {
  /// Whether it is about this order alone.
  fileprivate var leavesOthersPossible: Bool {
    switch code {
    case .refusal(.invalidParameter), .exchange(.insufficientFunds), .exchange(.invalidOrderQuantity),
      .exchange(.tradingDisabled):
      true
    default: false
    }
  }
}
