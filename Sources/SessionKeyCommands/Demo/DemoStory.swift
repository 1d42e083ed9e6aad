internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// The story of one session key, from its authorisation to its end, with a wallet that lives as long as the story.
struct DemoStory {
  private let exchange: Exchange
  private let market: DemoMarket
  private let orders: Int
  private let connections: Int
  private let wallet: CountingWallet
  /// Kept raw beside the session, to make it sign what a ``SessionKey`` has no method for.
  private let rawKey: Secp256k1PrivateKey

  private static let deposit = Pips(count: 100_000 * Pips.one.count) ?? .one
  private static let withdrawal = Pips(count: 100 * Pips.one.count) ?? .one
  private static let lifetime = Duration.seconds(3_600)

  init(exchange: Exchange, market: DemoMarket, orders: Int, connections: Int) {
    self.exchange = exchange
    self.market = market
    self.orders = orders
    self.connections = connections
    wallet = CountingWallet(LocalWallet(Secp256k1PrivateKey()))
    rawKey = Secp256k1PrivateKey()
  }

  /// Plays the story to its end, or to the first step that goes otherwise.
  ///
  /// - Parameter tell: told of each step when it is over.
  func play(tell: @escaping (DemoStep) -> Void) async -> DemoResult {
    var telling = Telling(tell: tell)
    var run: OrderRun.Result?
    do throws(StoryEnd) {
      try await telling.step(.deposit) { () async throws(ExchangeError) in try await depositing() }
      let session = try await telling.value(.authorize) { () async throws(ExchangeError) in try await authorizing() }
      run = try await telling.value(.trade) { () async throws(ExchangeError) in try await trading(session) }
      try await telling.refusal(.withdrawByKey, with: .refusal(.sessionKeyNotPermitted)) {
        () async throws(ExchangeError) in try await withdrawingByKey()
      }
      try await telling.step(.withdrawByWallet) { () async throws(ExchangeError) in try await withdrawing() }
      try await telling.step(.revoke) { () async throws(ExchangeError) in try await revoking() }
      try await telling.refusal(.orderAfterRevocation, with: .refusal(.sessionKeyRevoked)) {
        () async throws(ExchangeError) in try await placingAfterRevocation(session)
      }
    } catch {}
    return DemoResult(steps: telling.steps, run: run, walletSignatures: wallet.count, connections: connections)
  }
}

// MARK: - The steps

extension DemoStory {
  private func depositing() async throws(ExchangeError) -> String {
    let deposit = try await exchange.deposit(Self.deposit, authorizedBy: wallet)
    return "\(wallet.address) was made for this story, and has \(DecimalText.short(deposit.quantity)) of play money"
  }

  private func authorizing() async throws(ExchangeError) -> (Session, String) {
    let before = wallet.count
    let scope: SessionKeyScope
    do {
      scope = try SessionKeyScope(
        permission: .trade, markets: [market.details.market], maximumOrderValue: market.maximumOrderValue)
    } catch { throw .invalid(reason: "\(error)") }
    let session = try await exchange.startSession(
      authorizedBy: wallet, permitting: scope, lasting: Self.lifetime, named: SessionKeyName("demo"),
      key: SessionKey(rawKey))
    let signatures = wallet.count - before
    guard signatures == 1 else { throw .invalid(reason: "the wallet was asked for \(signatures) signatures") }
    return (session, "one signature: \(session.key.address) may \(scope.words), for an hour")
  }

  private func trading(_ session: Session) async throws(ExchangeError) -> (OrderRun.Result, String) {
    let before = wallet.count
    guard let draft = market.restingOrder else { throw .invalid(reason: "the market has no price to place orders at") }
    let result = try await OrderRun(session: session, draft: draft, connections: connections).run(orders: orders)
    guard result.placed == orders, result.cancelled == orders, wallet.count == before else {
      throw .invalid(reason: "of \(orders) orders \(result.placed) were placed and \(result.cancelled) cancelled")
    }
    return (result, "\(result.placed) orders placed and \(result.cancelled) cancelled; the wallet signed nothing")
  }

  /// A ``SessionKey`` has no method that signs a withdrawal, so that its raw key is made to sign as a wallet would.
  private func withdrawingByKey() async throws(ExchangeError) -> String {
    let withdrawal = Withdrawal(
      nonce: exchange.nonce(), wallet: wallet.address, quantity: Self.withdrawal, maximumGasFee: .zero,
      bridgeAdapter: exchange.details.bridgeAdapters.stargateBridgeAdapterV1Katana)
    guard let withdrawal else { throw .invalid(reason: "the withdrawal is not possible") }
    let signature: RecoverableSignature
    do { signature = try LocalWallet(rawKey).sign(withdrawal, in: exchange.domain) } catch { throw .notSigned(error) }
    let taken = try await exchange.send(
      SignedRequest(action: .withdraw(withdrawal), signature: .secp256k1(signature)), as: WithdrawalDetails.self)
    return "the withdrawal \(TerminalText.escape(taken.withdrawalID)) was accepted"
  }

  private func withdrawing() async throws(ExchangeError) -> String {
    let withdrawal = try await exchange.withdraw(Self.withdrawal, authorizedBy: wallet)
    return "the same withdrawal of \(DecimalText.short(withdrawal.quantity)), signed by the wallet: accepted"
  }

  private func revoking() async throws(ExchangeError) -> String {
    let result = try await exchange.revoke(sessionKey: rawKey.address, authorizedBy: wallet)
    return "final from entry \(result.sequence) of the ledger on"
  }

  private func placingAfterRevocation(_ session: Session) async throws(ExchangeError) -> String {
    guard let draft = market.restingOrder else { throw .invalid(reason: "the market has no price to place orders at") }
    let order = try await session.place(draft)
    return "the order \(TerminalText.escape(order.orderID.text)) was accepted"
  }
}
