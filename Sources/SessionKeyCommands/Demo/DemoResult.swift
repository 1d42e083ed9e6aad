/// How the story went: its steps, counts and times.
struct DemoResult: Encodable, Sendable {
  /// Whether every step went as it is told, to the end.
  let asTold: Bool
  let steps: [DemoStep]
  let connections: Int
  /// How often the wallet was asked to sign.
  let walletSignatures: Int
  /// How many orders and cancellations the key has signed that were accepted, and what it tried besides.
  let keySignatures: Int
  let ordersPlaced: Int
  let ordersCancelled: Int
  let ordersPerSecond: Double?
  let cancellationsPerSecond: Double?
  /// From the draft of an order to the exchange's answer, signature included.
  let medianMilliseconds: Double?
  let percentile99Milliseconds: Double?

  init(steps: [DemoStep], run: OrderRun.Result?, walletSignatures: Int, connections: Int) {
    asTold = steps.count == DemoStep.Name.allCases.count && steps.allSatisfy(\.asTold)
    self.steps = steps
    self.connections = connections
    self.walletSignatures = walletSignatures
    let told = Set(steps.map(\.name))
    // Its consent, its orders and cancellations, the withdrawal, and the order after its end.
    let others = [DemoStep.Name.authorize, .withdrawByKey, .orderAfterRevocation].count { told.contains($0) }
    (ordersPlaced, ordersCancelled) = (run?.placed ?? 0, run?.cancelled ?? 0)
    keySignatures = ordersPlaced + ordersCancelled + others
    ordersPerSecond = run.flatMap { Self.rate($0.placed, in: $0.placing) }
    cancellationsPerSecond = run.flatMap { Self.rate($0.cancelled, in: $0.cancelling) }
    let latencies = run?.latencies.sorted() ?? []
    medianMilliseconds = Self.percentile(50, of: latencies)
    percentile99Milliseconds = Self.percentile(99, of: latencies)
  }

  private static func rate(_ count: Int, in duration: Duration) -> Double? {
    duration > .zero ? Double(count) / (duration / .seconds(1)) : nil
  }

  /// The smallest value that so many of a hundred are not over.
  static func percentile(_ percent: Int, of sorted: [Duration]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let rank = (sorted.count * percent + 99) / 100
    return sorted[max(rank, 1) - 1] / .milliseconds(1)
  }

  /// The counts and times in a table.
  var text: String {
    var table = TextTable()
    table.add([
      ("Signatures by the wallet", "\(walletSignatures)"), ("Signatures by the key", "\(keySignatures)"),
      ("Orders placed", Self.count(ordersPlaced, ordersPerSecond)),
      ("Orders cancelled", Self.count(ordersCancelled, cancellationsPerSecond)),
      ("Connections", "\(connections)"),
      ("From order to answer", Self.times(medianMilliseconds, percentile99Milliseconds)),
    ])
    table.note(asTold ? "Everything went as told." : "The story went otherwise.")
    return "\n" + table.text
  }

  private static func count(_ count: Int, _ perSecond: Double?) -> String {
    perSecond.map { "\(count), \(Int($0.rounded())) a second" } ?? "\(count)"
  }

  private static func times(_ median: Double?, _ percentile99: Double?) -> String {
    guard let median, let percentile99 else { return "-" }
    return "\(tenths(median)) ms (median), \(tenths(percentile99)) ms (99th percentile)"
  }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
