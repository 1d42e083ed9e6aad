internal import EthereumPrimitives
internal import ExchangeAPI
internal import HTTPTypes
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange

/// The calls that read a wallet's data: with API credentials only.
struct PrivateRoutes: Sendable {
  let reading: ReadingDesk
  let replica: ExchangeReplica
  let tokens: TokenIssuer
  let clock: @Sendable () -> Timestamp

  private typealias PrivateHandler = @Sendable (ReadQuery, Address) async throws -> Reply

  func add(to routes: inout RouteTable) {
    add(.delegatedKeys, to: &routes) { _, wallet in
      try Reply(try await sessions(of: wallet).filter { isActive($0) }.map(DelegatedKeyDetails.init))
    }
    add(.sessionKeys, to: &routes) { _, wallet in
      let now = clock()
      return try Reply(try await sessions(of: wallet).map { SessionKeyDetails($0, now: now) })
    }
    routes.add(.get, ReadEndpoint.wallets.path) { call in try await wallets(call) }
    add(.positions, to: &routes) { query, wallet in
      try Reply(replica.read { $0.positions(of: wallet, in: query.market) }.map(PositionDetails.init))
    }
    add(.initialMarginFractionOverride, to: &routes) { query, wallet in
      let all = replica.read { $0.initialMarginFractions(of: wallet) }
      return try Reply(all.filter { query.market == nil || $0.market == query.market }.map(LeverageDetails.init))
    }
    add(.orders, to: &routes) { query, wallet in try orders(query, wallet) }
    add(.fills, to: &routes) { query, wallet in try fills(query, wallet) }
    add(.deposits, to: &routes) { query, wallet in try deposits(query, wallet) }
    add(.withdrawals, to: &routes) { query, wallet in try withdrawals(query, wallet) }
    addTokens(to: &routes)
  }

  private func add(_ endpoint: ReadEndpoint, to routes: inout RouteTable, _ handler: @escaping PrivateHandler) {
    routes.add(.get, endpoint.path) { call in
      let (query, wallet, _) = try await admit(call, to: endpoint)
      return try await handler(query, wallet)
    }
  }

  private func admit(_ call: Call, to endpoint: ReadEndpoint) async throws -> (ReadQuery, Address, Reader) {
    let (query, reader) = try signed(call, of: endpoint)
    let wallet = try query.required(query.wallet, .wallet)
    try await reading.admit(reader, to: wallet, nonce: try query.required(query.nonce, .nonce))
    return (query, wallet, reader)
  }

  /// The signature first: nothing of a query that nobody has signed is looked at.
  private func signed(_ call: Call, of endpoint: ReadEndpoint) throws -> (ReadQuery, Reader) {
    guard let reader = try reading.reader(of: call, signing: Array(call.query.utf8)) else {
      throw CallFailure(.requiredAPIKey, "this data is private: send kp-api-key and kp-hmac-signature")
    }
    return (try ReadQuery(call.query, of: endpoint), reader)
  }

  /// The wallets that are named, or all that the reader may read where none is.
  private func wallets(_ call: Call) async throws -> Reply {
    let (query, reader) = try signed(call, of: .wallets)
    var wallets = query.wallet.map { [$0] } ?? []
    for wallet in query.wallets ?? [] where !wallets.contains(wallet) { wallets.append(wallet) }
    if wallets.isEmpty { wallets = try await reading.wallets(of: reader) }
    try await reading.admit(reader, toAll: wallets, nonce: try query.required(query.nonce, .nonce))
    let includesPositions = query.includePositions ?? true
    return try Reply(
      replica.read { exchange in
        wallets.map { exchange.details(of: $0, includingPositions: includesPositions) }
      })
  }

  private func addTokens(to routes: inout RouteTable) {
    routes.add(.get, ReadEndpoint.webSocketToken.path) { call in
      let (_, wallet, reader) = try await admit(call, to: .webSocketToken)
      return try Reply(WebSocketToken(token: tokens.token(for: reader, of: wallet, now: clock())))
    }
  }

  /// A wallet's session keys, newest first, up to ``ServerLimits/sessionKeysAnsweredMaximum``.
  private func sessions(of wallet: Address) async throws -> [SessionKeyStatus] {
    var sessions: [SessionKeyStatus] = []
    while sessions.count < ServerLimits.sessionKeysAnsweredMaximum {
      let page = try await reading.ledger.sessions(
        of: wallet, registeredBefore: sessions.last?.registration.sequence, limit: LedgerLimits.sessionsPerPageMaximum)
      sessions += page
      if page.count < LedgerLimits.sessionsPerPageMaximum { break }
    }
    return sessions
  }

  private func isActive(_ status: SessionKeyStatus) -> Bool { status.state(at: clock()) == .active }
}

// MARK: - Histories

extension PrivateRoutes {
  private func orders(_ query: ReadQuery, _ wallet: Address) throws -> Reply {
    if let reference = query.orderID {
      let order = replica.read { exchange in
        exchange.order(reference, of: wallet).map { OrderDetails($0, fills: exchange.fills(of: $0.number, of: wallet)) }
      }
      guard let order else { throw CallFailure(.orderNotFound, "the wallet has no such order, or it is long closed") }
      return try Reply(order)
    }
    let page: HistoryPage<OrderNumber> = try query.page { text in (try? OrderID(text)).flatMap { OrderNumber($0) } }
    let orders = replica.read { exchange in
      query.closed ?? false
        ? exchange.closedOrders(of: wallet, in: query.market, onlyTraded: true, page: page)
        : exchange.openOrders(of: wallet, in: query.market, page: page)
    }
    return try Reply(orders.map { OrderDetails($0) })
  }

  private func fills(_ query: ReadQuery, _ wallet: Address) throws -> Reply {
    if let text = query.fillID {
      guard let fill = FillNumber(text).flatMap({ number in replica.read { $0.fill(number, of: wallet) } }) else {
        throw CallFailure(.fillNotFound, "the wallet has no such fill, or it is long past")
      }
      return try Reply(FillDetails(fill))
    }
    if let reference = query.orderID {
      let fills = replica.read { exchange in
        exchange.order(reference, of: wallet).map { exchange.fills(of: $0.number, of: wallet) }
      }
      guard let fills else { throw CallFailure(.orderNotFound, "the wallet has no such order, or it is long closed") }
      return try Reply(fills.map { FillDetails($0) })
    }
    let page: HistoryPage<FillNumber> = try query.page { FillNumber($0) }
    return try Reply(replica.read { $0.fills(of: wallet, in: query.market, page: page) }.map { FillDetails($0) })
  }

  private func deposits(_ query: ReadQuery, _ wallet: Address) throws -> Reply {
    if let id = query.depositID {
      guard let movement = sequence(id).flatMap({ id in replica.read { $0.deposit(id, of: wallet) } }) else {
        throw CallFailure(.depositNotFound, "the wallet has no such deposit, or it is long past")
      }
      return try Reply(DepositDetails(movement))
    }
    let page: HistoryPage<UInt64> = try query.page(sequence)
    return try Reply(replica.read { $0.deposits(of: wallet, page: page) }.map(DepositDetails.init))
  }

  private func withdrawals(_ query: ReadQuery, _ wallet: Address) throws -> Reply {
    if let id = query.withdrawalID {
      guard let movement = sequence(id).flatMap({ id in replica.read { $0.withdrawal(id, of: wallet) } }) else {
        throw CallFailure(.withdrawalNotFound, "the wallet has no such withdrawal, or it is long past")
      }
      return try Reply(WithdrawalDetails(movement))
    }
    let page: HistoryPage<UInt64> = try query.page(sequence)
    return try Reply(replica.read { $0.withdrawals(of: wallet, page: page) }.map(WithdrawalDetails.init))
  }

  /// Reads an id that is a sequence number: in decimal, spelled in the one way that it is answered in.
  private func sequence(_ id: String) -> UInt64? {
    UInt64(id).flatMap { String($0).utf8.elementsEqual(id.utf8) ? $0 : nil }
  }
}
