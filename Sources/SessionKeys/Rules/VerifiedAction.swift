internal import EthereumPrimitives
public import PerpsProtocol

/// An action that may be carried out: signed by whom it must be, and allowed by every rule at the moment of judgement.
///
/// Only ``AdmissionRules`` makes values of this type, and a ledger takes nothing else: a program in which an unverified
/// order reaches an order book cannot be written.
public struct VerifiedAction: Hashable, Sendable {
  /// The request and who signed it.
  public let request: AuthenticatedRequest
  /// The facts that the judgement used, for whoever judges it again.
  public let judgement: Judgement

  init(request: AuthenticatedRequest, judgement: Judgement) {
    self.request = request
    self.judgement = judgement
  }

  /// What is to be done.
  public var action: RequestedAction { request.action }

  /// Who asked for it.
  public var actor: Actor { request.actor }

  /// The session key that the action registers, or `nil`.
  ///
  /// A `DelegatedKeyAuthorization` means: trade, all markets, no limits, 30 days from its nonce.
  public var registeredKey: SessionKeyRecord? { request.keyToRegister }
}

extension AuthenticatedRequest {
  /// The session key that the request registers if it is admitted, or `nil`.
  package var keyToRegister: SessionKeyRecord? {
    switch action {
    case .authorizeDelegatedKey(let message, let wallet):
      SessionKeyRecord(
        address: message.delegatedKey, wallet: wallet, publicKey: nil, scope: .unlimited,
        authorizationNonce: message.nonce, expiresAt: message.expiresAt, name: request.label)
    case .authorizeSessionKey(let enrollment):
      SessionKeyRecord(
        address: enrollment.authorization.sessionKey, wallet: enrollment.authorization.wallet,
        publicKey: enrolledPublicKey, scope: enrollment.authorization.scope,
        authorizationNonce: enrollment.authorization.nonce, expiresAt: enrollment.authorization.expiresAt,
        name: request.label)
    default: nil
    }
  }
}

/// The facts that a judgement used; with them and the signature it can be made again.
public struct Judgement: Hashable, Sendable {
  /// The server's clock.
  public let now: Timestamp
  /// The index price of the order's market, where a key with any limit placed it and there was one.
  public let indexPrice: Pips?
  /// What the order counts as, where a key with any limit placed it and it can be told.
  public let orderValue: Pips?
  /// What the key had used that day before, where it has a daily limit.
  public let valueUsedBefore: Pips?

  /// Restores the facts of a judgement that a ledger has stored.
  package init(now: Timestamp, indexPrice: Pips?, orderValue: Pips?, valueUsedBefore: Pips?) {
    self.now = now
    self.indexPrice = indexPrice
    self.orderValue = orderValue
    self.valueUsedBefore = valueUsedBefore
  }

  init(of candidate: Candidate, under facts: any AdmissionFacts) {
    now = candidate.now
    guard let (key, order) = candidate.order, key.scope.isLimited else {
      (indexPrice, orderValue, valueUsedBefore) = (nil, nil, nil)
      return
    }
    let indexPrice = facts.indexPrice(of: order.market)
    self.indexPrice = indexPrice
    if case .value(let value) = OrderValue(of: order, scope: key.scope, indexPrice: indexPrice) {
      orderValue = value
    } else {
      orderValue = nil
    }
    valueUsedBefore = key.scope.maximumDailyValue.map { _ in
      facts.valueUsed(by: key.address, onDay: candidate.now.day)
    }
  }
}

extension SessionKeyScope {
  /// Whether any limit needs the facts of the moment.
  var isLimited: Bool { maximumOrderValue != nil || maximumDailyValue != nil || maximumPriceDeviation != nil }
}
