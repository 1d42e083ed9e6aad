import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Synchronization
import Testing

@Suite("Updates of orders resume wherever the connection is cut", .serialized, .timeLimit(.minutes(1)))
struct CuttingTests {
  private static let steps: [FakeTrading.Step] = [
    .place(11, quantity: 10), .place(12, quantity: 5), .fill(11, 3), .place(13, quantity: 2), .fill(13, 2), .cancel(12),
    .takeOver, .fill(11, 4), .place(14, quantity: 7), .fill(14, 1), .cancel(14), .fill(11, 3), .place(15, quantity: 1),
    .cancel(15), .place(16, quantity: 9), .fill(16, 1),
  ]

  /// A wallet that has traded before the stream begins, and what happens to it.
  struct Trading {
    let fake = FakeTrading()
    let session: Session

    init(_ configure: @escaping (inout ClientConfiguration) -> Void = { _ in }) async throws {
      let fake = fake
      let scene = try await Scene(
        configure: {
          $0.historyPageItems = 2
          configure(&$0)
        }, sockets: fake.socketScript, answering: { fake.answer($0) })
      session = try await scene.session()
      for step in [FakeTrading.Step.place(1, quantity: 3), .fill(1, 1)] { fake.happen(step) }
      for step in [FakeTrading.Step.place(2, quantity: 3), .cancel(2)] { fake.happen(step) }
    }
  }

  /// What a stream delivers until all fills are told and all orders stand as they do.
  private func collect(
    _ trading: Trading, cutting cuts: [Int: Int], overlapping: Bool = false
  ) async throws -> (fills: [String], states: [OrderID: [OrderDetails]]) {
    var (fills, states, next) = ([String](), [OrderID: [OrderDetails]](), 0)
    let before = trading.fake.fills.count
    for try await element in trading.session.orderUpdates() {
      switch element {
      case .connected:
        // Some things happen while there is a connection, and some while there is none.
        while next < Self.steps.count {
          trading.fake.happen(Self.steps[next])
          next += 1
          guard let missed = cuts[next] else { continue }
          trading.fake.cut()
          for step in Self.steps[next...].prefix(missed) { trading.fake.happen(step) }
          next = min(next + missed, Self.steps.count)
          if overlapping, next < Self.steps.count {
            let step = Self.steps[next]
            next += 1
            trading.fake.onNextRead { trading.fake.happen(step) }
          }
          break
        }
      case .value(.fill(let fill)): fills.append(fill.fillID)
      case .value(.order(let order, _)): states[order.orderID, default: []].append(order)
      case .gap(let gap): Issue.record("\(gap)")
      case .disconnected: break
      }
      let isDone = next == Self.steps.count && fills.count == trading.fake.fills.count - before
      if isDone && trading.fake.orders.dropFirst(2).allSatisfy({ isTold($0, in: states) }) { break }
    }
    return (fills, states)
  }

  /// What was placed and has ended without a trade unseen is not told at all.
  private func isTold(_ order: OrderDetails, in states: [OrderID: [OrderDetails]]) -> Bool {
    let last = states[order.orderID]?.last
    return last == order || (last == nil && order.status == .canceled && order.executedQuantity == .zero)
  }

  private func expectAll(
    _ result: (fills: [String], states: [OrderID: [OrderDetails]]), of trading: Trading, _ comment: Comment
  ) {
    #expect(result.fills == trading.fake.fills.dropFirst().map(\.fillID), comment)
    for order in trading.fake.orders where order.orderID.text != "2" {
      let states = result.states[order.orderID] ?? []
      if order.orderID.text != "1" { #expect(isTold(order, in: result.states), comment) }
      #expect(zip(states, states.dropFirst()).allSatisfy { $0.executedQuantity <= $1.executedQuantity }, comment)
      #expect(states.dropLast().allSatisfy { !$0.hasEnded }, comment)
    }
    #expect(result.states[OrderID(number: 2)] == nil, "what was before is not told")
  }

  @Test("each fill comes once and in order, and the orders end as they are", arguments: 1...steps.count)
  func oneCut(after count: Int) async throws {
    for missed in 0...5 {
      for overlapping in [false, true] {
        let trading = try await Trading()
        let result = try await collect(trading, cutting: [count: missed], overlapping: overlapping)
        expectAll(result, of: trading, "cut after \(count), \(missed) missed")
      }
    }
  }

  @Test("also when it is cut again and again", arguments: 0...2)
  func manyCuts(missed: Int) async throws {
    let trading = try await Trading()
    let cuts = Dictionary(uniqueKeysWithValues: (1...Self.steps.count).map { ($0, missed) })
    expectAll(try await collect(trading, cutting: cuts), of: trading, "\(missed)")
  }
}
