internal import EthereumPrimitives
internal import ExchangeAPI
internal import HTTPTypes
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

/// The calls that carry a signature, and so can change something.
struct SignedRoutes: Sendable {
  let desk: AdmissionDesk
  let reading: ReadingDesk
  let failures: FailureDesk
  let limiter: RateLimiter<Address>
  let clock: @Sendable () -> Timestamp
  let uptime: @Sendable () -> UInt64

  func add(to routes: inout RouteTable, isSandbox: Bool) {
    for endpoint in SignedEndpoint.allCases where isSandbox || !endpoint.isOfSandbox {
      routes.add(endpoint.httpMethod, endpoint.path, isUrgent: endpoint.endsSessionKeys) { call in
        try await reply(to: call, of: endpoint)
      }
    }
    routes.add(.post, CheckedRequestBody.path) { call in try await check(call) }
  }

  private func reply(to call: Call, of endpoint: SignedEndpoint) async throws -> Reply {
    let reader = try reading.reader(of: call, signing: call.body)
    let body = try SignedRequestBody(call.body, of: endpoint)
    return try await reply(
      to: body, of: endpoint, label: endpoint == .associateWallet ? reader.flatMap(Self.account) : nil)
  }

  /// Carries out the request of a body.
  ///
  /// - Parameter label: replaces the request's own, for calls whose label is the server's to give.
  func reply(to body: SignedRequestBody, of endpoint: SignedEndpoint, label: SessionKeyName? = nil) async throws
    -> Reply
  {
    let execution = try await desk.carryOut(body, label: label) { request in try count(request) }
    var reply = try await reply(to: execution, of: endpoint)
    reply.headers[.sequence] = String(execution.entry.sequence)
    return reply
  }

  /// Each wallet has its share, also where many addresses send for it. Only what it has signed counts.
  private func count(_ request: AuthenticatedRequest) throws {
    if let excess = limiter.take(of: request.action.wallet, at: uptime()) { throw excess }
  }

  /// Whether a request would be admitted. Only the wallet's side is judged, not what the exchange would do with it.
  private func check(_ call: Call) async throws -> Reply {
    _ = try reading.reader(of: call, signing: call.body)
    let checked = try CheckedRequestBody(call.body)
    do {
      try await desk.check(checked.body)
      return try Reply(AdmissionCheck(admitted: true))
    } catch let refusal as Refusal {
      // Otherwise signatures could be tried here for the price of a request.
      failures.charge(call.address, for: refusal)
      return try Reply(
        AdmissionCheck(admitted: false, code: .refusal(refusal.code), message: refusal.description))
    }
  }

  /// The account that a wallet is put under, as the entry's label.
  private static func account(_ reader: Reader) -> SessionKeyName? {
    if case .account(let account) = reader { SessionKeyName(account.text) } else { nil }
  }
}

// MARK: - Answers

extension SignedRoutes {
  private func reply(to execution: Execution, of endpoint: SignedEndpoint) async throws -> Reply {
    let entry = execution.entry
    switch execution.answer {
    case .order(let state, let fills): return try Reply(OrderDetails(state, fills: fills, placedBy: entry))
    case .canceled(let orders): return try Reply(orders.map(CancellationResult.init))
    case .initialMarginFraction(let leverage): return try Reply(LeverageDetails(leverage))
    case .deposit(let movement): return try Reply(DepositDetails(movement))
    case .withdrawal(let movement): return try Reply(WithdrawalDetails(movement))
    case .transfer(let movement): return try Reply(TransferDetails(movement))
    case .walletAssociated(let wallet):
      return try Reply(desk.replica.read { $0.details(of: wallet, includingPositions: false) })
    case .sessionKeyAuthorized(let key): return try await reply(authorized: key, entry, of: endpoint)
    case .sessionKeysRevoked(let orders): return try await reply(revoked: orders, entry, of: endpoint)
    case .indexPrice(let market, let price):
      return try Reply(IndexPriceDetails(market: market, price: price, sequence: entry.sequence))
    case .refused(let refusal): throw refusal
    }
  }

  private func reply(
    authorized key: Address, _ entry: LedgerEntry, of endpoint: SignedEndpoint
  ) async throws -> Reply {
    guard let status = try await statusAfterAdmission(of: key) else { throw ReplicaError.outcomeMissing }
    if endpoint == .authorizeDelegatedKey { return try Reply(DelegatedKeyDetails(status)) }
    let pair = reading.issuer.pair(ofSessionKey: key)
    return try Reply(
      SessionKeyRegistration(
        sessionKey: SessionKeyDetails(status, now: clock()), apiKey: pair.key, apiSecret: pair.secret,
        sequence: entry.sequence))
  }

  /// A ledger that cannot be read has admitted the request all the same: nobody may hear that it was not.
  private func statusAfterAdmission(of key: Address) async throws -> SessionKeyStatus? {
    do { return try await desk.ledger.status(of: key) } catch is LedgerError { throw ReplicaError.outcomeMissing }
  }

  private func reply(
    revoked orders: [CanceledOrder], _ entry: LedgerEntry, of endpoint: SignedEndpoint
  ) async throws -> Reply {
    let key = entry.action.namedSessionKey
    if endpoint == .removeDelegatedKey, let key, let status = try await statusAfterAdmission(of: key) {
      return try Reply(DelegatedKeyDetails(status))
    }
    return try Reply(
      SessionKeyRevocationResult(
        sequence: entry.sequence, sessionKey: key, orders: orders.map(CancellationResult.init)))
  }
}

extension SignedEndpoint {
  /// Whether the call is for play money or the operator of a sandbox only.
  var isOfSandbox: Bool {
    rawValue.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("sandbox".utf8) }
  }

  /// The method as a router knows it.
  var httpMethod: HTTPRequest.Method { method == "DELETE" ? .delete : .post }
}
