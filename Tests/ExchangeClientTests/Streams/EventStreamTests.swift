import ExchangeAPI
import ExchangeClient
import NIOCore
import NIOWebSocket
import PerpsProtocol
import Synchronization
import Testing

@Suite("A stream of events", .timeLimit(.minutes(1)))
struct EventStreamTests {
  private let trades = [Subscription.markets(.trades, [.any])]

  @Test("subscribes as the exchange is told to, and delivers what comes")
  func delivers() async throws {
    let scene = try await Scene.streaming { socket in
      for sequence in 1...3 { socket.send(StreamedTrade.fake(UInt64(sequence)).message) }
    }
    let elements = try await scene.exchange.events(of: trades).first(4)
    #expect(elements == [.connected] + (1...3).map { .value(.trade(.fake($0))) })
    #expect(
      scene.server.sockets.all.first?.messages
        == [#"{"cid":"1","method":"subscribe","subscriptions":[{"markets":["ETH-USD"],"name":"trades"}]}"#])
  }

  @Test("says that there was a gap after a lost connection")
  func gap() async throws {
    let scene = try await Scene.streaming { socket in
      socket.send(StreamedTrade.fake(UInt64(socket.number) + 1).message)
      if socket.number == 0 { socket.cut() }
    }
    let elements = try await scene.exchange.events(of: trades).first(6)
    #expect(Array(elements[..<2]) == [.connected, .value(.trade(.fake(1)))])
    guard case .disconnected(.lost) = elements[2] else {
      Issue.record("\(elements[2])")
      return
    }
    #expect(Array(elements[3...]) == [.gap(.events), .connected, .value(.trade(.fake(2)))])
  }

  @Test("passes over what it does not know, and answers of others")
  func unknown() async throws {
    let scene = try await Scene.streaming { socket in
      socket.send(#"{"type":"weather","data":{"sun":true}}"#)
      socket.send(#"{"type":"response","cid":"9","data":{}}"#)
      socket.send(StreamedTrade.fake(1).message)
    }
    #expect(try await scene.exchange.events(of: trades).first(2) == [.connected, .value(.trade(.fake(1)))])
  }

  @Test(
    "closes a connection that sends what is no message, and connects again",
    arguments: [
      (WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: "{")), UInt16(1_007)),
      (WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: #"{"type":"trades","data":{}}"#)), 1_007),
      (WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: [0x22, 0xff, 0x22])), 1_007),
      (WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(string: "{}")), 1_003),
      (WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(repeating: 0x20, count: 5_000)), 1_009),
      (WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: "{}")), 1_002),
      (WebSocketFrame(fin: true, rsv1: true, opcode: .text, data: ByteBuffer(string: "{}")), 1_002),
      (WebSocketFrame(fin: true, opcode: .continuation, data: ByteBuffer(string: "{}")), 1_002),
    ] as [(WebSocketFrame, UInt16)])
  func garbage(frame: WebSocketFrame, code: UInt16) async throws {
    let scene = try await Scene.streaming(configure: { $0.socket.messageBytesMaximum = 4_096 }) { socket in
      if socket.number == 0 { socket.send(frame) } else { socket.send(StreamedTrade.fake(1).message) }
    }
    let elements = try await scene.exchange.events(of: trades).first(5)
    guard case .disconnected(.invalidMessage) = elements[1] else {
      Issue.record("\(elements)")
      return
    }
    #expect(elements.last == .value(.trade(.fake(1))))
    let first = try #require(scene.server.sockets.all.first)
    try await first.closed()
    #expect(first.goodbyeCode == code)
  }

  @Test("closes the connection of a slow consumer, says so, and delivers what was waiting before")
  func slowConsumer() async throws {
    let (elements, goodbyeCode) = try await slowlyReading(of: 100) { $0.socket.messagesWaitingMaximum = 10 }
    let told = elements.compactMap(\.value)
    #expect(told == (1...UInt64(told.count)).map { .trade(.fake($0)) })
    #expect(told.count >= 10 && told.count < 100)
    #expect(elements.suffix(2).first == .disconnected(.consumerTooSlow))
    #expect(goodbyeCode == 1_008)
  }

  @Test("bounds what waits by its size, too")
  func slowConsumerOfLargeMessages() async throws {
    let (elements, goodbyeCode) = try await slowlyReading(of: 100) { $0.socket.bytesWaitingMaximum = 2_000 }
    let told = elements.compactMap(\.value)
    #expect(told == (1...UInt64(told.count)).map { .trade(.fake($0)) })
    #expect(!told.isEmpty && told.count < 100)
    #expect(elements.suffix(2).first == .disconnected(.consumerTooSlow))
    #expect(goodbyeCode == 1_008)
  }

  /// What a consumer is told up to the gap who looks away, once connected, until its connection is closed, and the code
  /// with which it was.
  private func slowlyReading(
    of count: UInt64, configure: (inout ClientConfiguration) -> Void
  ) async throws -> (elements: [LiveElement<StreamedEvent>], goodbyeCode: UInt16?) {
    let scene = try await Scene.streaming(configure: configure) { socket in
      guard socket.number == 0 else { return }
      for sequence in 1...count { socket.send(StreamedTrade.fake(sequence).message) }
    }
    var elements: [LiveElement<StreamedEvent>] = []
    for try await element in scene.exchange.events(of: trades) {
      if element == .connected, elements.isEmpty { try await scene.server.sockets.all.first?.closed() }
      elements.append(element)
      if element == .gap(.events) { break }
    }
    return (elements, scene.server.sockets.all.first?.goodbyeCode)
  }

  @Test("a goodbye of the server is told with its code, and answered")
  func goodbye() async throws {
    let scene = try await Scene.streaming { socket in
      if socket.number == 0 { socket.sayGoodbye(.goingAway) }
    }
    let elements = try await scene.exchange.events(of: trades).first(2)
    #expect(elements == [.connected, .disconnected(.closedByServer(code: 1_001))])
    let first = try #require(scene.server.sockets.all.first)
    try await first.closed()
    #expect(first.goodbyeCode == 1_001)
  }

  @Test("a server that is silent is given up")
  func silence() async throws {
    let scene = try await Scene.streaming(configure: {
      $0.socket.pingInterval = .milliseconds(20)
      $0.socket.silenceTimeout = .milliseconds(200)
    }) { $0.stopReading() }
    let elements = try await scene.exchange.events(of: trades).elements { $0 != .connected }
    #expect(elements.last == .disconnected(.silent))
  }

  @Test("a subscription that is not answered is asked for again")
  func notAcknowledged() async throws {
    let scene = try await Scene(
      configure: { $0.requestTimeout = .seconds(2) },
      sockets: { socket, _ in
        if socket.number > 0 { socket.send(#"{"type":"subscriptions","subscriptions":[],"cid":"1"}"#) }
      })
    let elements = try await scene.exchange.events(of: trades).first(2)
    guard case .disconnected(.notServed) = elements[0] else {
      Issue.record("\(elements)")
      return
    }
    #expect(elements[1] == .connected)
  }

  @Test("a server without WebSockets is said to be one")
  func notUpgraded() async throws {
    let scene = try await Scene(answering: { _ in .answer(404, Scene.error("ENDPOINT_NOT_FOUND")) })
    #expect(
      try await scene.exchange.events(of: trades).first(2)
        == [.disconnected(.notUpgraded(status: 404)), .disconnected(.notUpgraded(status: 404))])
  }

  @Test("a refused subscription ends it with the exchange's code")
  func refused() async throws {
    let scene = try await Scene(sockets: { socket, _ in
      socket.send(#"{"type":"error","data":{"code":"MARKET_NOT_FOUND","message":"no such market"},"cid":"1"}"#)
    })
    let error = await thrown { () async throws(ExchangeError) in
      _ = try await scene.exchange.events(of: trades).first(1)
    }
    #expect(error?.code == .exchange(.marketNotFound))
    let isPrivate = await thrown { () async throws(ExchangeError) in
      _ = try await scene.exchange.events(of: [.wallet(.orders)]).first(1)
    }
    guard case .invalid? = isPrivate else {
      Issue.record("\(String(describing: isPrivate))")
      return
    }
  }
}
