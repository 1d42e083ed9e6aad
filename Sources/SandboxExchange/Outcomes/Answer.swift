public import EthereumPrimitives
public import PerpsProtocol

/// What whoever signed the entry is answered.
public enum Answer: Hashable, Sendable {
  /// The order and the fills that it had at once.
  case order(OrderState, fills: [Fill])
  /// What became of each order that a cancellation named or reached.
  case canceled([CanceledOrder])
  /// The wallet's leverage in a market.
  case initialMarginFraction(LeverageOverride)
  /// A deposit was credited.
  case deposit(FundMovement)
  /// A withdrawal was debited.
  case withdrawal(FundMovement)
  /// A transfer was carried out.
  case transfer(FundMovement)
  /// The wallet is associated.
  case walletAssociated(Address)
  /// A session key was authorised. The exchange keeps no record of keys: the ledger does.
  case sessionKeyAuthorized(Address)
  /// One session key, or all of a wallet's, were revoked, and these orders cancelled.
  case sessionKeysRevoked([CanceledOrder])
  /// A market has a new index price.
  case indexPrice(MarketSymbol, Pips)
  /// Nothing was done.
  case refused(BusinessRefusal)
}

/// What a cancellation did with one order.
public struct CanceledOrder: Hashable, Sendable {
  /// The order as it is now, or `nil` when there is no such open order that the signer may reach.
  public let order: OrderState?
  /// How the cancellation named it, where it did.
  public let reference: OrderReference?

  /// Canceled or not found.
  public var status: OrderStatus { order == nil ? .notFound : .canceled }
}

/// A wallet's leverage in a market.
public struct LeverageOverride: Hashable, Sendable {
  /// The wallet.
  public let wallet: Address
  /// The market.
  public let market: MarketSymbol
  /// The initial margin fraction that the wallet has chosen, or `nil` for the market's own.
  public let initialMarginFraction: Pips?
}

/// A deposit, withdrawal or transfer.
public struct FundMovement: Hashable, Sendable {
  /// The exchange's id: the ledger entry's sequence number.
  public let sequence: UInt64
  /// The wallet that the entry names.
  public let wallet: Address
  /// Where the funds went: another wallet, a bridge (zero for none).
  public let destination: Address
  /// How much of the quote asset.
  public let quantity: Pips
  /// The wallet's balance afterwards.
  public let quoteBalance: Amount
  /// The entry's time.
  public let time: Timestamp
}
