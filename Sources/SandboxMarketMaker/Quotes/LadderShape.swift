public import PerpsProtocol

/// How a market is quoted. Distances and shares are in millionths.
public struct LadderShape: Hashable, Sendable {
  /// One quote on each side.
  public struct Level: Hashable, Sendable {
    /// How far from the centre, in millionths of it.
    public let distance: Int64
    /// What it is worth in the quote asset.
    public let value: Pips

    /// Describes the level.
    public init(distance: Int64, value: Pips) {
      self.distance = distance
      self.value = value
    }
  }

  /// The quotes of a side, nearest first; at most ``levelsMaximum``.
  public let levels: [Level]
  /// How far the centre may move before the market is quoted anew, in millionths. Less than twice the nearest level's
  /// distance, so that new quotes do not meet the old ones.
  public let requoteDistance: Int64
  /// What part of a side must be left, in millionths, before the market is quoted anew.
  public let remainderMinimum: Int64
  /// The largest position, in the quote asset: then only the other side is quoted.
  public let inventoryValueMaximum: Pips
  /// How far the centre moves against the largest position, in millionths.
  public let skewMaximum: Int64

  /// The most quotes of a side.
  public static let levelsMaximum = 20

  /// Describes the quotes; levels over ``levelsMaximum`` are left out.
  public init(
    levels: [Level], requoteDistance: Int64, remainderMinimum: Int64, inventoryValueMaximum: Pips, skewMaximum: Int64
  ) {
    self.levels = Array(levels.prefix(Self.levelsMaximum))
    self.requoteDistance = requoteDistance
    self.remainderMinimum = remainderMinimum
    self.inventoryValueMaximum = inventoryValueMaximum
    self.skewMaximum = skewMaximum
  }

  /// Four levels of 20,000 to 160,000 in the quote asset at 0.08 % to 0.64 %, quoted anew when the centre has moved by
  /// 0.06 % or half of a side has traded; positions of at most a million.
  public static let standard = LadderShape(
    levels: [(800, 20_000), (1_600, 40_000), (3_200, 80_000), (6_400, 160_000)].map { distance, value in
      Level(distance: distance, value: Pips(count: value * Pips.one.count) ?? .one)
    },
    requoteDistance: 600, remainderMinimum: 500_000,
    inventoryValueMaximum: Pips(count: 1_000_000 * Pips.one.count) ?? .one, skewMaximum: 3_000)
}
