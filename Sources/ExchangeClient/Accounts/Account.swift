public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
public import Signing

/// A wallet's data, read with API credentials. It moves nothing.
public struct Account: Sendable {
  /// The wallet.
  public let wallet: Address
  /// What reads it.
  public let credentials: APICredentials
  let caller: Caller

  init(wallet: Address, credentials: APICredentials, caller: Caller) {
    self.wallet = wallet
    self.credentials = credentials
    self.caller = caller
  }
}

extension Exchange {
  /// A wallet's data.
  public func account(of wallet: Address, credentials: APICredentials) -> Account {
    Account(wallet: wallet, credentials: credentials, caller: caller)
  }
}

extension Account {
  /// What the wallet is worth.
  public func balance(includingPositions: Bool = false) async throws(ExchangeError) -> WalletDetails {
    var query = query()
    query.includePositions = includingPositions
    let wallets = try await read(.wallets, query, as: [WalletDetails].self)
    guard let details = wallets.first(where: { $0.wallet == wallet }) else {
      throw .unreadableAnswer(status: 200, reason: "the wallet that was asked for is not among the answered")
    }
    return details
  }

  /// Open positions.
  public func positions(in market: MarketSymbol? = nil) async throws(ExchangeError) -> [PositionDetails] {
    try await read(.positions, query(market), as: [PositionDetails].self)
  }

  /// Open orders, or closed ones that have traded and that the exchange remembers, oldest first.
  public func orders(
    in market: MarketSymbol? = nil, closed: Bool = false, page: ReadPage = ReadPage()
  ) async throws(ExchangeError) -> [OrderDetails] {
    var query = page.applied(to: query(market))
    if closed { query.closed = true }
    return try await read(.orders, query, as: [OrderDetails].self)
  }

  /// One order, open or closed.
  ///
  /// - Throws: ``ExchangeError/refused(code:message:status:)`` with `ORDER_NOT_FOUND` where there is none.
  public func order(_ reference: OrderReference) async throws(ExchangeError) -> OrderDetails {
    var query = query()
    query.orderID = reference
    return try await read(.orders, query, as: OrderDetails.self)
  }

  /// Fills, oldest first.
  public func fills(
    in market: MarketSymbol? = nil, page: ReadPage = ReadPage()
  ) async throws(ExchangeError) -> [FillDetails] {
    try await read(.fills, page.applied(to: query(market)), as: [FillDetails].self)
  }

  /// Deposits, oldest first.
  public func deposits(page: ReadPage = ReadPage()) async throws(ExchangeError) -> [DepositDetails] {
    try await read(.deposits, page.applied(to: query()), as: [DepositDetails].self)
  }

  /// Withdrawals, oldest first.
  public func withdrawals(page: ReadPage = ReadPage()) async throws(ExchangeError) -> [WithdrawalDetails] {
    try await read(.withdrawals, page.applied(to: query()), as: [WithdrawalDetails].self)
  }

  /// Session keys, also expired and revoked ones, with what they have done and may still do.
  public func sessionKeys() async throws(ExchangeError) -> [SessionKeyDetails] {
    try await read(.sessionKeys, query(), as: [SessionKeyDetails].self)
  }

  /// Session keys in the exchange's own terms.
  public func delegatedKeys() async throws(ExchangeError) -> [DelegatedKeyDetails] {
    try await read(.delegatedKeys, query(), as: [DelegatedKeyDetails].self)
  }

  /// The leverage that the wallet has chosen, by market.
  public func leverage(in market: MarketSymbol? = nil) async throws(ExchangeError) -> [LeverageDetails] {
    try await read(.initialMarginFractionOverride, query(market), as: [LeverageDetails].self)
  }

  /// A token for private subscriptions.
  public func webSocketToken() async throws(ExchangeError) -> WebSocketToken {
    try await read(.webSocketToken, query(), as: WebSocketToken.self)
  }

  private func query(_ market: MarketSymbol? = nil) -> ReadQuery {
    var query = ReadQuery()
    (query.wallet, query.market) = (wallet, market)
    return query
  }

  private func read<Answer: Decodable>(
    _ endpoint: ReadEndpoint, _ query: ReadQuery, as type: Answer.Type
  ) async throws(ExchangeError) -> Answer {
    try await caller.read(endpoint, query, as: type, with: credentials)
  }
}
