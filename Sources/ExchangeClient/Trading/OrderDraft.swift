public import PerpsProtocol

/// An order before it has a nonce and a signer.
///
/// Numbers are written as they are signed, with eight digits after the point.
public struct OrderDraft: Hashable, Sendable {
  /// The market.
  public var market: MarketSymbol
  /// Which side of the book it is on.
  public var side: OrderSide
  /// How much of the base asset.
  public var quantity: Pips
  /// What it is willing to do.
  public var terms: OrderTerms
  /// How long it stands.
  public var timeInForce: TimeInForce
  /// Whether it may only make the position smaller.
  public var isReduceOnly: Bool
  /// What happens when it would trade with another order of the wallet; `nil` for `SelfTradePrevention.cn` where
  /// fill-or-kill needs it, and `SelfTradePrevention.dc` otherwise.
  public var selfTradePrevention: SelfTradePrevention?
  /// The trader's own name for it; `nil` for one that is made up where the order can be looked up by it.
  public var clientOrderID: ClientOrderID?

  /// Drafts an order.
  public init(
    market: MarketSymbol, side: OrderSide, quantity: Pips, terms: OrderTerms, timeInForce: TimeInForce = .gtc,
    isReduceOnly: Bool = false, selfTradePrevention: SelfTradePrevention? = nil, clientOrderID: ClientOrderID? = nil
  ) {
    self.market = market
    self.side = side
    self.quantity = quantity
    self.terms = terms
    self.timeInForce = timeInForce
    self.isReduceOnly = isReduceOnly
    self.selfTradePrevention = selfTradePrevention
    self.clientOrderID = clientOrderID
  }
}

extension OrderDraft {
  /// Trades at once at the best prices.
  public static func market(
    _ side: OrderSide, _ quantity: String, of market: String, isReduceOnly: Bool = false, clientOrderID: String? = nil
  ) throws(OrderDraftError) -> OrderDraft {
    try OrderDraft(
      side, quantity, of: market, .market, .gtc, isReduceOnly: isReduceOnly, clientOrderID: clientOrderID)
  }

  /// Trades at a price or better.
  public static func limit(
    _ side: OrderSide, _ quantity: String, of market: String, at price: String, _ timeInForce: TimeInForce = .gtc,
    isReduceOnly: Bool = false, clientOrderID: String? = nil
  ) throws(OrderDraftError) -> OrderDraft {
    let terms: OrderTerms
    do { terms = .limit(price: try Pips(price)) } catch { throw .price(error) }
    return try OrderDraft(
      side, quantity, of: market, terms, timeInForce, isReduceOnly: isReduceOnly, clientOrderID: clientOrderID)
  }

  private init(
    _ side: OrderSide, _ quantity: String, of market: String, _ terms: OrderTerms, _ timeInForce: TimeInForce,
    isReduceOnly: Bool, clientOrderID: String?
  ) throws(OrderDraftError) {
    let (symbol, size): (MarketSymbol, Pips)
    do { symbol = try MarketSymbol(market) } catch { throw .market(error) }
    do { size = try Pips(quantity) } catch { throw .quantity(error) }
    var name: ClientOrderID?
    do { name = try clientOrderID.map { text throws(ClientOrderIDError) in try ClientOrderID(text) } } catch {
      throw .clientOrderID(error)
    }
    self.init(
      market: symbol, side: side, quantity: size, terms: terms, timeInForce: timeInForce, isReduceOnly: isReduceOnly,
      clientOrderID: name)
  }
}

extension TimeInForce {
  /// Refused if it would trade at once.
  public static let postOnly = TimeInForce.gtx
  /// What does not trade at once is cancelled.
  public static let immediateOrCancel = TimeInForce.ioc
  /// Trades at once and whole, or not at all.
  public static let fillOrKill = TimeInForce.fok
}

/// Why a draft of an order is not possible.
public enum OrderDraftError: Error, Hashable, Sendable {
  /// The market's name is none.
  case market(MarketSymbolError)
  /// The quantity is no decimal.
  case quantity(PipsError)
  /// The price is no decimal.
  case price(PipsError)
  /// The client order id is too long.
  case clientOrderID(ClientOrderIDError)
}

extension OrderDraftError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .market(let reason): reason.description
    case .quantity(let reason): "quantity: \(reason)"
    case .price(let reason): "price: \(reason)"
    case .clientOrderID(let reason): reason.description
    }
  }
}
