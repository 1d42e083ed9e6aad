import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Synchronization
import Testing

@Suite("A stream ends when nobody iterates over it any more", .timeLimit(.minutes(1)))
struct StreamEndTests {
  private let trades = [Subscription.markets(.trades, [.any])]

  @Test("leaving the loop closes the connection")
  func leaving() async throws {
    let scene = try await Scene.streaming { _ in }
    #expect(try await scene.exchange.events(of: trades).first(1) == [.connected])
    let socket = try #require(scene.server.sockets.all.first)
    try await socket.closed()
    #expect(socket.goodbyeCode == 1_000)
  }

  @Test("cancelling the task ends the loop without an error, and closes the connection")
  func cancelling() async throws {
    let scene = try await Scene.streaming { _ in }
    let (connected, signal) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      for try await element in scene.exchange.events(of: trades) where element == .connected { signal.yield() }
    }
    for await _ in connected { break }
    task.cancel()
    try await task.value
    try await scene.server.sockets.all.first?.closed()
    #expect(scene.server.sockets.all.count == 1)
  }

  @Test("cancelling ends a loop that waits to connect again")
  func cancellingPause() async throws {
    let (pausing, signal) = AsyncStream.makeStream(of: Void.self)
    let scene = try await Scene(configure: {
      $0.pause = { _ in
        signal.yield()
        try? await Task.sleep(for: .seconds(3_600))
      }
    })
    let task = Task { for try await _ in scene.exchange.events(of: trades) {} }
    for await _ in pausing { break }
    task.cancel()
    try await task.value
  }

  @Test("cancelling ends a loop that waits for the server to open the connection")
  func cancellingOpening() async throws {
    let (arrived, signal) = AsyncStream.makeStream(of: Void.self)
    let scene = try await Scene(
      configure: { $0.connectTimeout = .seconds(3_600) },
      answering: { _ in
        signal.yield()
        return .silence
      })
    let task = Task { for try await _ in scene.exchange.events(of: trades) {} }
    for await _ in arrived { break }
    task.cancel()
    try await task.value
  }

  @Test("a stream that has ended with an error stays ended")
  func staysEnded() async throws {
    let scene = try await Scene(sockets: { socket, _ in
      socket.send(#"{"type":"error","data":{"code":"MARKET_NOT_FOUND","message":"no"},"cid":"1"}"#)
    })
    var iterator = scene.exchange.events(of: trades).makeAsyncIterator()
    await #expect(throws: ExchangeError.self) { try await iterator.next() }
    #expect(try await iterator.next() == nil)
    #expect(scene.server.sockets.all.count == 1)
  }

  @Test("closing the exchange ends it with an error")
  func closing() async throws {
    let scene = try await Scene.streaming { _ in }
    let error = await thrown { () async throws(ExchangeError) in
      for try await element in scene.exchange.events(of: trades) where element == .connected {
        await scene.exchange.close()
      }
    }
    guard case .notReachable? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    try await scene.server.sockets.all.first?.closed()
  }

  @Test("pauses grow, up to a maximum, and are shorter by chance")
  func pauses() async throws {
    let pauses = Mutex<[Duration]>([])
    let scene = try await Scene(
      configure: {
        $0.reconnectPauses.minimum = .seconds(1)
        $0.reconnectPauses.maximum = .seconds(6)
        $0.reconnectPauses.chance = { 0.5 }
        $0.pause = { pause in pauses.withLock { $0.append(pause) } }
      }, answering: { _ in .hangUp })
    _ = try await scene.exchange.events(of: trades).first(6)
    #expect(pauses.withLock { $0 } == [0.75, 1.5, 3, 4.5, 4.5].map { .seconds($0) })
  }
}
