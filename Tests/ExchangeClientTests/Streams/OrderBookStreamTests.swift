import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Synchronization
import Testing

@Suite("A book is kept", .timeLimit(.minutes(1)))
struct OrderBookStreamTests {
  /// A book of another place, which changes and is read.
  final class Remote: Sendable {
    private struct State {
      var sequence: UInt64 = 0
      var bids: [UInt64: UInt64] = [:]
      var asks: [UInt64: UInt64] = [:]
    }

    private let state = Mutex(State())

    /// Changes a level and tells the change.
    func set(_ side: OrderSide, _ price: UInt64, _ size: UInt64) -> [UInt8] {
      let sequence = state.withLock { state in
        state.sequence += 1
        if side == .buy {
          state.bids[price] = size == 0 ? nil : size
        } else {
          state.asks[price] = size == 0 ? nil : size
        }
        return state.sequence
      }
      let level = OrderBookLevel(price: .whole(price), size: Amount(.whole(size)), orders: size == 0 ? 0 : 1)
      let change = StreamedBookChange(
        market: .any, time: .test(sequence), sequence: sequence, bids: side == .buy ? [level] : [],
        asks: side == .sell ? [level] : [], lastPrice: nil, markPrice: nil, indexPrice: nil)
      return (try? SocketMessage.write(.book(change))) ?? []
    }

    func book(_ limit: Int) -> OrderBook {
      state.withLock { state in
        func levels(_ side: [UInt64: UInt64], _ order: (UInt64, UInt64) -> Bool) -> [OrderBookLevel] {
          side.keys.sorted(by: order).prefix(limit).map {
            OrderBookLevel(price: .whole($0), size: Amount(.whole(side[$0] ?? 0)), orders: 1)
          }
        }
        return OrderBook(
          sequence: state.sequence, lastPrice: nil, markPrice: nil, indexPrice: nil, bids: levels(state.bids, >),
          asks: levels(state.asks, <))
      }
    }

    func answer(_ request: ArrivedRequest) -> Reaction {
      guard let limit = try? ReadQuery(request.query, of: .orderBook).limit else { return .hangUp }
      let book = book(limit)
      func text(_ levels: [OrderBookLevel]) -> String {
        levels.map { #"["\#($0.price)","\#($0.size)",\#($0.orders)]"# }.joined(separator: ",")
      }
      return .answer(
        200,
        #"{"sequence":\#(book.sequence),"lastPrice":null,"markPrice":null,"indexPrice":null,"bids":[\#(text(book.bids))],"#
          + #""asks":[\#(text(book.asks))]}"#)
    }
  }

  @Test("it is at each change what it is in the other place, wherever messages are lost", arguments: 1...4)
  func follows(seed: UInt64) async throws {
    let remote = Remote()
    let expected = Mutex<[UInt64: OrderBook]>([:])
    var random = SeededNumbers(seed)
    var script: [(OrderSide, UInt64, UInt64, isLost: Bool)] = []
    for _ in 0..<400 {
      let isBid = random.next(2) == 0
      script.append((isBid ? .buy : .sell, (isBid ? 1 : 31) + random.next(30), random.next(3), random.next(20) == 0))
    }
    script[399].isLost = false
    let steps = script
    for step in steps.prefix(200) { _ = remote.set(step.0, step.1, step.2) }
    let scene = try await Scene.streaming(answering: { remote.answer($0) }) { socket in
      for step in steps.suffix(200) {
        let message = remote.set(step.0, step.1, step.2)
        let book = remote.book(5)
        expected.withLock { $0[book.sequence] = book }
        if !step.isLost { socket.send(message) }
      }
    }
    let books = try await scene.exchange.orderBookUpdates(of: .any, levels: 5)
      .elements { $0.value?.sequence == 400 }.compactMap(\.value)
    #expect(zip(books, books.dropFirst()).allSatisfy { $0.sequence < $1.sequence })
    for book in books where book.sequence > 200 { #expect(book == expected.withLock { $0[book.sequence] }) }
  }

  @Test("a copy of limited depth is read again before it has too few levels")
  func depth() async throws {
    let remote = Remote()
    for price in 1...20 { _ = remote.set(.buy, UInt64(price), 1) }
    let scene = try await Scene.streaming(answering: { remote.answer($0) }) { socket in
      for price in (2...20).reversed() { socket.send(remote.set(.buy, UInt64(price), 0)) }
    }
    let books = try await scene.exchange.orderBookUpdates(of: .any, levels: 3)
      .elements { $0.value?.sequence == 39 }.compactMap(\.value)
    #expect(books.allSatisfy { $0.bids.count == min(3, Int(40 - $0.sequence)) })
    #expect(books.last?.bids.map(\.price) == [.one])
  }

  @Test("it is read again after a lost connection")
  func reconnects() async throws {
    let remote = Remote()
    let scene = try await Scene.streaming(answering: { remote.answer($0) }) { socket in
      socket.send(remote.set(.buy, 1, 1))
      _ = remote.set(.sell, 2, 1)
      if socket.number == 0 { socket.cut() }
    }
    let books = try await scene.exchange.orderBookUpdates(of: .any)
      .elements { $0.value?.sequence == 4 }.compactMap(\.value)
    #expect(books.last == remote.book(50))
  }
}

/// Numbers by chance, the same for the same seed.
struct SeededNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// The next number below another.
  mutating func next(_ bound: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % bound
  }
}
