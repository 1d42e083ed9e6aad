public import EthereumPrimitives
public import TypedData

/// States a market's index price in a sandbox; signed by the wallet that its operator has appointed for it.
///
/// Not a message of the exchange. Prices enter as signed entries like everything else, so that whoever reads the
/// ledger again comes to the same state.
public struct IndexPrice: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The publisher, who signs.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// The price in the quote asset.
  public let price: Pips

  /// States a price.
  public init(nonce: Nonce, wallet: Address, market: MarketSymbol, price: Pips) {
    self.nonce = nonce
    self.wallet = wallet
    self.market = market
    self.price = price
  }
}

extension IndexPrice: PerpsMessage {
  /// `IndexPrice` of this project's sandbox.
  public static let schema = TypedDataSchema<Self>(
    "IndexPrice",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("marketSymbol") { $0.market.typedDataText },
    .string("price") { $0.price.typedDataText })
}
