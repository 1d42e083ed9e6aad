import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Synchronization
import Testing

@Suite("A market's trades are followed by their sequence numbers", .timeLimit(.minutes(1)))
struct TradeStreamTests {
  private func sequences(_ elements: [LiveElement<PublicTrade>]) -> [UInt64] {
    elements.compactMap { $0.value?.sequence }
  }

  @Test("what was missed is read from the history, once", arguments: [2, 3, 1_000])
  func missed(itemsPerPage: Int) async throws {
    let last = Mutex<UInt64>(5)
    let scene = try await Scene.streaming(
      configure: { $0.historyPageItems = itemsPerPage },
      answering: { Scene.trades(1...last.withLock { $0 }, asked: $0) }
    ) { socket in
      switch socket.number {
      case 0:
        for sequence in 6...7 { socket.send(StreamedTrade.fake(UInt64(sequence)).message) }
        last.withLock { $0 = 12 }
        socket.cut()
      default:
        // Twelve was read already, thirteen was not.
        for sequence in 12...13 { socket.send(StreamedTrade.fake(UInt64(sequence)).message) }
      }
    }
    let elements = try await scene.exchange.tradeUpdates(in: .any).elements { $0.value?.sequence == 13 }
    #expect(sequences(elements) == Array(6...13))
  }

  @Test("a market without trades begins with its first")
  func noTrades() async throws {
    let scene = try await Scene.streaming(answering: { _ in .answer(200, "[]") }) { socket in
      socket.send(StreamedTrade.fake(1).message)
    }
    #expect(sequences(try await scene.exchange.tradeUpdates(in: .any).first(2)) == [1])
  }

  @Test("a missing event is looked for while the connection stands")
  func liveGap() async throws {
    let last = Mutex<UInt64>(5)
    let scene = try await Scene.streaming(answering: { Scene.trades(1...last.withLock { $0 }, asked: $0) }) { socket in
      last.withLock { $0 = 8 }
      socket.send(StreamedTrade.fake(8).message)
    }
    let elements = try await scene.exchange.tradeUpdates(in: .any).elements { $0.value?.sequence == 8 }
    #expect(sequences(elements) == [6, 7, 8])
  }

  @Test("what the history has forgotten is a gap, before what it has")
  func forgotten() async throws {
    let kept = Mutex<ClosedRange<UInt64>>(1...5)
    let scene = try await Scene.streaming(answering: { Scene.trades(kept.withLock { $0 }, asked: $0) }) { socket in
      kept.withLock { $0 = 9...10 }
      if socket.number == 0 { socket.cut() }
    }
    let elements = try await scene.exchange.tradeUpdates(in: .any).elements { $0.value?.sequence == 10 }
    #expect(sequences(elements) == [9, 10])
    let place = try #require(elements.firstIndex(of: .gap(.trades(.any, after: 5, before: 9))))
    #expect(elements[place + 1].value?.sequence == 9)
  }

  @Test("what is in no history is a gap, and the stream goes on")
  func nowhere() async throws {
    let scene = try await Scene.streaming(answering: { Scene.trades(1...5, asked: $0) }) { socket in
      for sequence in [8, 9] { socket.send(StreamedTrade.fake(UInt64(sequence)).message) }
    }
    let elements = try await scene.exchange.tradeUpdates(in: .any).first(4)
    #expect(sequences(elements) == [8, 9])
    #expect(elements.contains(.gap(.trades(.any, after: 5, before: 8))))
  }
}
