public import EthereumPrimitives
public import TypedData

/// An order as it is signed, by the wallet or by a session key.
///
/// The public initialiser makes orders whose terms fit together. An order that was read from elsewhere may contradict
/// itself and still be signed: ``checkTerms()`` tells, and the rules refuse it.
public struct Order: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet whose balance and position the order uses.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// How the order executes.
  public let type: OrderType
  /// Which side of the book it is on.
  public let side: OrderSide
  /// How much, in units of the market's base asset.
  public let quantity: Pips
  /// The limit price in the quote asset; zero for none.
  public let limitPrice: Pips
  /// The price that activates a conditional order; zero for none.
  public let triggerPrice: Pips
  /// Which price is compared with ``triggerPrice``.
  public let triggerType: TriggerType
  /// How far the price turns back before a trailing stop executes, as a fraction; zero for none.
  public let callbackRate: Pips
  /// The conditional order that this one belongs to; zero for none.
  public let conditionalOrderID: UInt128
  /// Whether the order may only make the position smaller.
  public let isReduceOnly: Bool
  /// How long the order stands.
  public let timeInForce: TimeInForce
  /// What happens when it would trade with another order of the wallet.
  public let selfTradePrevention: SelfTradePrevention
  /// Whether the order only takes over liquidated positions.
  public let isLiquidationAcquisitionOnly: Bool
  /// The session key that signs; zero when the wallet does.
  public let delegatedKey: Address
  /// The trader's own name for the order; empty for none.
  public let clientOrderID: ClientOrderID?

  /// Puts together an order whose terms fit together.
  ///
  /// - Parameter sessionKey: the address of the key that will sign it, or `nil` when the wallet will.
  /// - Throws: the first thing that contradicts the rest.
  public init(
    nonce: Nonce, wallet: Address, sessionKey: Address?, market: MarketSymbol, side: OrderSide, quantity: Pips,
    terms: OrderTerms, isReduceOnly: Bool = false, timeInForce: TimeInForce = .gtc,
    selfTradePrevention: SelfTradePrevention = .dc, clientOrderID: ClientOrderID? = nil
  ) throws(OrderTermsError) {
    self.init(
      unchecked: nonce, wallet: wallet, market: market, type: terms.type, side: side, quantity: quantity,
      limitPrice: terms.limitPrice, triggerPrice: terms.trigger.price, triggerType: terms.trigger.type,
      callbackRate: .zero, conditionalOrderID: 0, isReduceOnly: isReduceOnly, timeInForce: timeInForce,
      selfTradePrevention: selfTradePrevention, isLiquidationAcquisitionOnly: false,
      delegatedKey: sessionKey ?? .zero, clientOrderID: clientOrderID)
    try checkTerms()
  }

  /// Takes the members as somebody signed them, whether they fit together or not.
  package init(
    unchecked nonce: Nonce, wallet: Address, market: MarketSymbol, type: OrderType, side: OrderSide, quantity: Pips,
    limitPrice: Pips, triggerPrice: Pips, triggerType: TriggerType, callbackRate: Pips, conditionalOrderID: UInt128,
    isReduceOnly: Bool, timeInForce: TimeInForce, selfTradePrevention: SelfTradePrevention,
    isLiquidationAcquisitionOnly: Bool, delegatedKey: Address, clientOrderID: ClientOrderID?
  ) {
    self.nonce = nonce
    self.wallet = wallet
    self.market = market
    self.type = type
    self.side = side
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.triggerPrice = triggerPrice
    self.triggerType = triggerType
    self.callbackRate = callbackRate
    self.conditionalOrderID = conditionalOrderID
    self.isReduceOnly = isReduceOnly
    self.timeInForce = timeInForce
    self.selfTradePrevention = selfTradePrevention
    self.isLiquidationAcquisitionOnly = isLiquidationAcquisitionOnly
    self.delegatedKey = delegatedKey
    self.clientOrderID = clientOrderID
  }

  /// Throws the first thing that contradicts the rest of the order.
  public func checkTerms() throws(OrderTermsError) {
    if quantity == .zero { throw .zeroQuantity }
    if type.hasLimitPrice && limitPrice == .zero { throw .missingPrice }
    if !type.hasLimitPrice && limitPrice != .zero { throw .unexpectedPrice }
    let hasTrigger = triggerPrice != .zero && triggerType != .none
    let hasPartOfTrigger = triggerPrice != .zero || triggerType != .none
    if type.hasTrigger && !hasTrigger { throw .missingTrigger }
    if !type.hasTrigger && hasPartOfTrigger { throw .unexpectedTrigger }
    if type == .trailingStopMarket && callbackRate == .zero { throw .missingCallbackRate }
    if type != .trailingStopMarket && callbackRate != .zero { throw .unexpectedCallbackRate }
    if timeInForce == .fok && selfTradePrevention != .cn { throw .fillOrKillNeedsCancelNewest }
  }
}

extension Order: PerpsMessage {
  /// `Order` of the exchange's typed data.
  public static let schema = TypedDataSchema<Order>(
    "Order",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("marketSymbol") { $0.market.typedDataText },
    .uint8("orderType") { $0.type.rawValue },
    .uint8("orderSide") { $0.side.rawValue },
    .string("quantity") { $0.quantity.typedDataText },
    .string("limitPrice") { $0.limitPrice.typedDataText },
    .string("triggerPrice") { $0.triggerPrice.typedDataText },
    .uint8("triggerType") { $0.triggerType.rawValue },
    .string("callbackRate") { $0.callbackRate.typedDataText },
    .uint128("conditionalOrderId") { $0.conditionalOrderID },
    .bool("isReduceOnly") { $0.isReduceOnly },
    .uint8("timeInForce") { $0.timeInForce.rawValue },
    .uint8("selfTradePrevention") { $0.selfTradePrevention.rawValue },
    .bool("isLiquidationAcquisitionOnly") { $0.isLiquidationAcquisitionOnly },
    .address("delegatedPublicKey") { $0.delegatedKey },
    .string("clientOrderId") { $0.clientOrderID.map { TypedDataText($0.text) } ?? .empty })
}
