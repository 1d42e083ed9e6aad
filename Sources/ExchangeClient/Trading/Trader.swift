public import EthereumPrimitives
public import ExchangeAPI
public import PerpsProtocol
public import SessionKeys
public import Signing

/// Whoever signs orders, cancellations and leverage for a wallet: a ``Session``, or the wallet itself.
public protocol Trader: Sendable {
  /// Where it trades.
  var exchange: Exchange { get }
  /// The wallet whose balance and positions it uses.
  var wallet: Address { get }
  /// The session key that signs, or `nil` when the wallet does.
  var signingKey: Address? { get }
  /// What reads the wallet's data, where there is such a pair.
  var credentials: APICredentials? { get }

  /// Throws when what is known here says that the server would refuse the action.
  func check(_ action: TradingAction) throws(ExchangeError)
  /// Signs an action in the exchange's domain.
  func sign(_ action: TradingAction) async throws(ExchangeError) -> KeySignature
}

extension Trader {
  /// Places an order.
  ///
  /// Where there are credentials, the order has a client order id: its draft's, or one that is made up. When the
  /// connection fails before the answer, the order is looked up by it, and answered if it is there.
  ///
  /// - Throws: ``ExchangeError/fateUnknown(_:)`` when it was not found; it must not simply be placed again.
  public func place(_ draft: OrderDraft) async throws(ExchangeError) -> OrderDetails {
    try await exchange.withNonce { nonce async throws(ExchangeError) in
      let order = try draft.order(
        nonce: nonce, wallet: wallet, signingKey: signingKey, needsClientOrderID: credentials != nil)
      do throws(ExchangeError) { return try await sendOnce(.order(order), as: OrderDetails.self) } catch {
        guard case .fateUnknown(let fate) = error, let lookup = FateLookup(self, order) else { throw error }
        return try await lookup.find(after: fate)
      }
    }
  }

  /// Cancels an order.
  @discardableResult
  public func cancel(_ order: OrderDetails) async throws(ExchangeError) -> CancellationResult {
    try await cancel(.order(order.orderID))
  }

  /// Cancels an order by the exchange's id or by the trader's own.
  @discardableResult
  public func cancel(_ reference: OrderReference) async throws(ExchangeError) -> CancellationResult {
    guard let result = try await cancel([reference]).first else {
      throw .unreadableAnswer(status: 200, reason: "the cancelled order is not in the answer")
    }
    return result
  }

  /// Cancels up to 1,000 orders.
  @discardableResult
  public func cancel(_ references: [OrderReference]) async throws(ExchangeError) -> [CancellationResult] {
    try await send(as: [CancellationResult].self) { nonce throws(ExchangeError) in
      let cancellation = OrderCancellationByOrderID(
        nonce: nonce, wallet: wallet, sessionKey: signingKey, orderIDs: references)
      guard let cancellation else {
        throw .invalid(reason: "name 1 to \(OrderCancellationByOrderID.orderIDsMaximum) orders to cancel")
      }
      return .cancelByOrderID(cancellation)
    }
  }

  /// Cancels every order in a market.
  @discardableResult
  public func cancelAll(in market: MarketSymbol) async throws(ExchangeError) -> [CancellationResult] {
    try await send(as: [CancellationResult].self) { nonce in
      .cancelByMarketSymbol(
        OrderCancellationByMarketSymbol(nonce: nonce, wallet: wallet, sessionKey: signingKey, market: market))
    }
  }

  /// Cancels every order of a session key.
  @discardableResult
  public func cancelAll(placedBy sessionKey: Address) async throws(ExchangeError) -> [CancellationResult] {
    try await send(as: [CancellationResult].self) { nonce in
      .cancelByDelegatedKey(
        OrderCancellationByDelegatedKey(nonce: nonce, wallet: wallet, sessionKey: signingKey, ordersOf: sessionKey))
    }
  }

  /// Cancels every order of the wallet; a session key reaches those in its markets.
  @discardableResult
  public func cancelAll() async throws(ExchangeError) -> [CancellationResult] {
    try await send(as: [CancellationResult].self) { nonce in
      .cancelByWallet(OrderCancellationByWallet(nonce: nonce, wallet: wallet, sessionKey: signingKey))
    }
  }

  /// Sets the margin that new positions in a market need, as a fraction of their value; `nil` for the market's own.
  @discardableResult
  public func setInitialMarginFraction(
    _ fraction: Pips?, in market: MarketSymbol
  ) async throws(ExchangeError) -> LeverageDetails {
    try await send(as: LeverageDetails.self) { nonce in
      .setInitialMarginFraction(
        InitialMarginFractionOverrideSettings(
          nonce: nonce, wallet: wallet, sessionKey: signingKey, market: market,
          initialMarginFractionOverride: fraction))
    }
  }

  /// Signs an action without sending it.
  public func signedRequest(for action: TradingAction) async throws(ExchangeError) -> SignedRequest {
    SignedRequest(action: .trade(action), signature: try await sign(action))
  }

  /// Sends the action that is made with a nonce, and once more with another one when that is refused for its time.
  private func send<Answer: Decodable>(
    as type: Answer.Type, _ action: (Nonce) throws(ExchangeError) -> TradingAction
  ) async throws(ExchangeError) -> Answer {
    try await exchange.withNonce { nonce throws(ExchangeError) in try await sendOnce(action(nonce), as: type) }
  }

  private func sendOnce<Answer: Decodable>(
    _ action: TradingAction, as type: Answer.Type
  ) async throws(ExchangeError) -> Answer {
    try check(action)
    let request = try await signedRequest(for: action)
    return try await exchange.send(request, as: type, credentials: credentials)
  }
}

extension OrderDraft {
  func order(
    nonce: Nonce, wallet: Address, signingKey: Address?, needsClientOrderID: Bool
  ) throws(ExchangeError) -> Order {
    // A nonce is unique, and 32 of its digits fit.
    let name = clientOrderID ?? (needsClientOrderID ? try? ClientOrderID(Hex.encode(nonce.bytes, prefix: false)) : nil)
    do {
      return try Order(
        nonce: nonce, wallet: wallet, sessionKey: signingKey, market: market, side: side, quantity: quantity,
        terms: terms, isReduceOnly: isReduceOnly, timeInForce: timeInForce,
        selfTradePrevention: selfTradePrevention ?? (timeInForce == .fok ? .cn : .dc), clientOrderID: name)
    } catch { throw .invalid(reason: error.description) }
  }
}
