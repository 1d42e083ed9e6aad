internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol

/// Places orders over several connections at a time, and cancels each of them.
struct OrderRun: Sendable {
  let session: Session
  let draft: OrderDraft
  let connections: Int

  /// How many orders rest at a time: well under what a wallet may have open.
  private static let openMaximum = 400

  /// What came of it.
  struct Result: Sendable {
    var placed = 0
    var cancelled = 0
    /// How long placing took, without the cancelling in between.
    var placing = Duration.zero
    /// How long cancelling took.
    var cancelling = Duration.zero
    /// From the draft of an order to the exchange's answer, signature included.
    var latencies: [Duration] = []
  }

  /// Places and cancels so many orders.
  func run(orders: Int) async throws(ExchangeError) -> Result {
    var result = Result()
    result.latencies.reserveCapacity(orders)
    while result.placed < orders {
      let count = min(Self.openMaximum, orders - result.placed)
      let (placed, placing) = try await timed { () async throws(ExchangeError) in
        try await each(0..<count) { _ throws(ExchangeError) in try await place() }
      }
      let (cancelled, cancelling) = try await timed { () async throws(ExchangeError) in
        try await each(placed) { order throws(ExchangeError) in try await session.cancel(.order(order.id)) }
      }
      result.placed += placed.count
      result.placing += placing
      result.cancelled += cancelled.count { $0.status == .canceled }
      result.cancelling += cancelling
      result.latencies += placed.map(\.latency)
    }
    return result
  }

  private func place() async throws(ExchangeError) -> (id: OrderID, latency: Duration) {
    let (order, latency) = try await timed { () async throws(ExchangeError) in try await session.place(draft) }
    return (order.orderID, latency)
  }

  /// Does something with every element, on all connections at a time.
  private func each<Elements: RandomAccessCollection & Sendable, Answer: Sendable>(
    _ elements: Elements, _ body: @escaping @Sendable (Elements.Element) async throws(ExchangeError) -> Answer
  ) async throws(ExchangeError) -> [Answer] where Elements.Index == Int {
    do {
      return try await withThrowingTaskGroup(of: [Answer].self) { group in
        for worker in 0..<connections {
          group.addTask {
            var answers: [Answer] = []
            for index in stride(from: elements.startIndex + worker, to: elements.endIndex, by: connections) {
              answers.append(try await body(elements[index]))
            }
            return answers
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    } catch { throw error as? ExchangeError ?? .notAnswered(reason: "\(error)") }
  }

  private func timed<Value>(
    _ body: () async throws(ExchangeError) -> Value
  ) async throws(ExchangeError) -> (Value, Duration) {
    let start = ContinuousClock.now
    let value = try await body()
    return (value, ContinuousClock.now - start)
  }
}
