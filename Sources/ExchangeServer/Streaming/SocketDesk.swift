internal import EthereumPrimitives
internal import ExchangeAPI
internal import HTTPTypes
internal import Ledger
internal import NIOCore
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

/// Does what comes over WebSockets: subscriptions, and signed requests as their twins over HTTP.
struct SocketDesk: Sendable {
  let hub: SubscriptionHub
  let signed: SignedRoutes
  let tokens: TokenIssuer
  let failures: FailureDesk
  let isSandbox: Bool
  let clock: @Sendable () -> Timestamp

  private var reading: ReadingDesk { signed.reading }

  /// Does what a message asks for, and tells the socket what came of it; also when it is refused.
  func answer(_ request: SocketRequest, from outlet: ChannelOutlet, at address: CallerAddress) async {
    do { try await carryOut(request, from: outlet) } catch {
      refuse(error, in: request.call, cid: request.cid, to: outlet, at: address)
    }
  }

  /// Tells a socket why its message is refused.
  func refuse(
    _ error: any Error, in call: String, cid: String?, to outlet: any SocketOutlet, at address: CallerAddress
  ) {
    let id = cid ?? failures.ids.next()
    let failure = failures.failure(of: error, in: call, by: address, id: id)
    do { outlet.send([.init(bytes: try SocketMessage.write(error: failure.details, cid: cid))]) } catch {
      outlet.close(.failed)
    }
  }

  private func carryOut(_ request: SocketRequest, from outlet: ChannelOutlet) async throws {
    switch request.method {
    case .subscribe(let named, let markets, let token):
      let subscriptions = try named.map { named throws in try named.completed(with: markets) }
      try await subscribe(to: subscriptions, token: token, outlet, cid: request.cid)
    case .unsubscribe(let named, let markets):
      try await hub.unsubscribe(from: named, markets: markets, outlet, cid: request.cid)
    case .subscriptions: try await hub.tellSubscriptions(of: outlet, cid: request.cid)
    case .ping: outlet.pong()
    case .request(let endpoint, let body):
      let start = ContinuousClock.now
      guard isSandbox || !endpoint.isOfSandbox else {
        throw CallFailure(.endpointNotFound, "this call is for sandboxes only")
      }
      let reply = try await signed.reply(to: body, of: endpoint)
      failures.metrics.countResponse(
        route: request.call, status: reply.status.code, seconds: start.secondsSince)
      outlet.send([.init(bytes: try SocketMessage.write(response: reply.body, cid: request.cid))])
    }
  }
}

// MARK: - Subscribing

extension SocketDesk {
  private func subscribe(
    to subscriptions: [Subscription], token: String?, _ outlet: ChannelOutlet, cid: String?
  ) async throws {
    for market in subscriptions.flatMap(\.markets) where !reading.replica.read({ $0.hasMarket(market) }) {
      throw BusinessRefusal.marketNotFound(market)
    }
    guard reading.ledger.readiness == .ready else { throw ReplicaError.behind }
    let ofMarkets = subscriptions.flatMap { $0.topics(of: nil) }
    guard let first = subscriptions.first(where: \.name.isPrivate) else {
      return try await hub.subscribe(to: ofMarkets, confirming: [], outlet, cid: cid)
    }
    guard let token else { throw SocketRequestError.tokenMissing(first.name) }
    guard let claim = tokens.claim(in: token, now: clock()) else {
      throw CallFailure(.invalidAPIKey, "the token is not of this server, or its time is over: get a new one")
    }
    let ofWallet = subscriptions.filter(\.name.isPrivate).flatMap { $0.topics(of: claim.wallet) }
    // The places are held before the key is looked up: a revocation that comes between the two is noticed.
    try await hub.reserve(ofWallet, for: outlet, by: try await grant(of: claim))
    do {
      try await reading.admit(claim.reader, to: claim.wallet)
      try await hub.subscribe(to: ofMarkets, confirming: ofWallet, outlet, cid: cid)
    } catch {
      await hub.giveUp(ofWallet, of: outlet)
      throw error
    }
  }

  private func grant(of claim: TokenIssuer.Claim) async throws -> Grant {
    switch claim.reader {
    case .sessionKey(let key):
      Grant(wallet: claim.wallet, sessionKey: try await reading.ledger.record(of: key))
    case .account: Grant(wallet: claim.wallet, sessionKey: nil)
    }
  }
}

extension SocketRequest {
  /// What is called, for logs and metrics: their number is bounded.
  var call: String {
    switch method {
    case .subscribe: "WS subscribe"
    case .unsubscribe: "WS unsubscribe"
    case .subscriptions: "WS subscriptions"
    case .ping: "WS ping"
    case .request(let endpoint, _): "WS \(endpoint.rawValue)"
    }
  }
}
