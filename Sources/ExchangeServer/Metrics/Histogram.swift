/// How often something took how long, in the buckets of Prometheus: each counts what took at most so many seconds.
struct Histogram: Sendable {
  /// Upper ends in seconds, each inside; the last bucket has none.
  static let bounds: [Double] = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  private(set) var counts = [UInt64](repeating: 0, count: bounds.count + 1)
  private(set) var sum: Double = 0

  mutating func record(seconds: Double) {
    let index = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    counts[index] += 1
    sum += seconds
  }
}
