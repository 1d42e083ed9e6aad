public import PerpsProtocol

/// An open position with what it is worth at the index price, which is the mark price too.
public struct PositionValues: Hashable, Sendable {
  /// The position.
  public let position: PositionSnapshot
  /// The index price.
  public let indexPrice: Pips
  /// Quantity times index price; negative when short.
  public let value: Amount
  /// What closing it would bring.
  public let unrealizedPnL: Amount
  /// The maintenance margin that it needs.
  public let marginRequirement: Amount
  /// The initial margin that it needs.
  public let initialMarginRequirement: Amount
  /// Its size over the wallet's equity; `nil` where equity is not over zero.
  public let leverage: Amount?
  /// The index price at which the wallet would be liquidated if nothing else moved; zero where there is none.
  public let liquidationPrice: Amount
}
