public import PerpsProtocol

/// How much margin a position needs, as fractions of its value at the index price.
public struct MarginSchedule: Hashable, Sendable {
  /// What a position of up to ``basePositionSize`` needs to be opened; 0.05000000 is a leverage of 20.
  public let initialFraction: Pips
  /// What a position needs to be kept; a wallet that has less is liquidated.
  public let maintenanceFraction: Pips
  /// The size in the base asset from which on more margin is needed.
  public let basePositionSize: Pips
  /// The step in which it grows; zero for not at all. A step that has begun counts whole.
  public let incrementalPositionSize: Pips
  /// What each step adds to ``initialFraction``; the sum is at most 1.
  public let incrementalInitialFraction: Pips

  /// Takes the fractions; ``MarketConfiguration`` checks that they fit together.
  public init(
    initialFraction: Pips, maintenanceFraction: Pips, basePositionSize: Pips = .maximum,
    incrementalPositionSize: Pips = .zero, incrementalInitialFraction: Pips = .zero
  ) {
    self.initialFraction = initialFraction
    self.maintenanceFraction = maintenanceFraction
    self.basePositionSize = basePositionSize
    self.incrementalPositionSize = incrementalPositionSize
    self.incrementalInitialFraction = incrementalInitialFraction
  }

  /// The initial margin fraction of a size in pips, from 0 to 1 in pips.
  func initialFraction(ofSize size: Int128, override: Int64?) -> Int128 {
    let steady = max(Int128(initialFraction.count), Int128(override ?? 0))
    let excess = size - Int128(basePositionSize.count)
    guard excess > 0, incrementalPositionSize != .zero else { return steady }
    let step = Int128(incrementalPositionSize.count)
    let grown =
      Int128(initialFraction.count) + (excess + step - 1) / step * Int128(incrementalInitialFraction.count)
    return max(steady, min(grown, PipArithmetic.one))
  }
}
