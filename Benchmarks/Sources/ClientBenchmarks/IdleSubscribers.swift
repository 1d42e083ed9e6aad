import Foundation
import NIOCore
import NIOPosix
import ServedExchange

/// What a subscriber that is told nothing costs the server in memory.
struct IdleSubscribers {
  let server: ServerProcess

  private static let handshake =
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
  private static let subscription =
    #"{"method":"subscribe","subscriptions":["tickers","trades","l2orderbook"],"markets":["BTC-USD"]}"#

  /// The growth of the server's resident memory for each, in bytes. A few come first, so that what is there once is
  /// not counted.
  func bytesEach(count: Int) async throws -> Double {
    var channels = try await open(100)
    let before = try server.residentBytes()
    channels += try await open(count)
    let after = try server.residentBytes()
    for channel in channels { try? await channel.close() }
    return Double(after - before) / Double(count)
  }

  private func open(_ count: Int) async throws -> [any Channel] {
    var channels: [any Channel] = []
    for _ in 0..<count {
      let counter = AnswerCounter()
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(counter.handler()) }
        }
        .connect(host: "127.0.0.1", port: server.port).get()
      try await channel.writeAndFlush(ByteBuffer(string: Self.handshake))
      await counter.wait()
      try await channel.writeAndFlush(Self.frame(Self.subscription))
      await counter.wait()
      channels.append(channel)
    }
    return channels
  }

  /// A text frame with a mask of zeros.
  private static func frame(_ text: String) -> ByteBuffer {
    var frame = ByteBuffer(bytes: [0x81, 0x80 | 0x7e])
    frame.writeInteger(UInt16(text.utf8.count))
    frame.writeBytes([0, 0, 0, 0])
    frame.writeString(text)
    return frame
  }
}

/// Waits until a connection has received something.
private final class AnswerCounter: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  func wait() async {
    for await _ in stream { return }
  }

  func handler() -> Handler { Handler(continuation: continuation) }

  final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let continuation: AsyncStream<Void>.Continuation

    init(continuation: AsyncStream<Void>.Continuation) { self.continuation = continuation }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield() }
  }
}
