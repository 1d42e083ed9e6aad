public import EthereumPrimitives
public import PerpsProtocol

/// A funding payment of a wallet.
public struct StreamedFundingPayment: Codable, Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// What was paid to the wallet; negative when it paid.
  public let paymentQuantity: Amount
  /// The position that it was for; negative when short.
  public let positionQuantity: Amount
  /// The rate, as a fraction.
  public let fundingRate: Amount
  /// The index price that the position was valued at.
  public let indexPrice: Pips
  /// When it was paid.
  public let time: Timestamp

  /// Puts together the message.
  public init(
    wallet: Address, market: MarketSymbol, paymentQuantity: Amount, positionQuantity: Amount, fundingRate: Amount,
    indexPrice: Pips, time: Timestamp
  ) {
    self.wallet = wallet
    self.market = market
    self.paymentQuantity = paymentQuantity
    self.positionQuantity = positionQuantity
    self.fundingRate = fundingRate
    self.indexPrice = indexPrice
    self.time = time
  }

  private enum CodingKeys: String, CodingKey {
    case wallet = "w"
    case market = "m"
    case paymentQuantity = "Q"
    case positionQuantity = "q"
    case fundingRate = "f"
    case indexPrice = "ip"
    case time = "t"
  }
}
