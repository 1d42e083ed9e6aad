import NIOCore
import NIOPosix
import Synchronization

/// Stands between a client and a server, and cuts each WebSocket connection after so many of the server's messages.
/// What is no WebSocket passes.
final class CuttingProxy: Sendable {
  private let channel: any Channel
  private let state: State

  /// What is the same for all connections.
  final class State: Sendable {
    let upstream: Int
    /// After how many messages a connection is cut; `nil` for never.
    let messagesUntilCut: Mutex<Int?>
    let cuts = Mutex(0)

    init(upstream: Int, messagesUntilCut: Int?) {
      self.upstream = upstream
      self.messagesUntilCut = Mutex(messagesUntilCut)
    }
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  /// How many connections were cut.
  var cuts: Int { state.cuts.withLock { $0 } }
  /// Cuts none of the connections any more.
  func stopCutting() { state.messagesUntilCut.withLock { $0 = nil } }
  func close() async throws { try await channel.close() }

  init(to upstream: Int, cuttingAfter messages: Int?) async throws {
    let state = State(upstream: upstream, messagesUntilCut: messages)
    self.state = state
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { client in
        let server = ClientBootstrap(group: client.eventLoop)
          .channelOption(.autoRead, value: false)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture {
              try server.pipeline.syncOperations.addHandler(Relay(to: client, cutter: Cutter(state)))
            }
          }
          .connect(host: "127.0.0.1", port: upstream)
        let bound = NIOLoopBound(client.pipeline.syncOperations, eventLoop: client.eventLoop)
        return server.flatMapThrowing { server in
          try bound.value.addHandler(Relay(to: server, cutter: nil))
          server.read()
          server.setOption(.autoRead, value: true).whenFailure { _ in server.close(promise: nil) }
          client.setOption(.autoRead, value: true).whenFailure { _ in client.close(promise: nil) }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }
}

/// Hands on the bytes of one direction, until the cutter says otherwise.
private final class Relay: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let peer: any Channel
  private let cutter: Cutter?

  init(to peer: any Channel, cutter: Cutter?) {
    self.peer = peer
    self.cutter = cutter
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    guard let cutter, let length = cutter.cut(Array(bytes.readableBytesView)) else {
      peer.writeAndFlush(bytes, promise: nil)
      return
    }
    if let last = bytes.readSlice(length: length) { peer.writeAndFlush(last, promise: nil) }
    peer.close(promise: nil)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }
}

/// Counts the messages of one connection in the server's bytes.
private final class Cutter {
  private let state: CuttingProxy.State
  private var head: [UInt8] = []
  private var isWebSocket: Bool?
  private var messages = 0
  /// What has come of a frame that is not whole.
  private var partial: [UInt8] = []

  init(_ state: CuttingProxy.State) { self.state = state }

  /// How many of some bytes are still handed on, where the connection is cut within them.
  func cut(_ bytes: [UInt8]) -> Int? {
    var start = 0
    if isWebSocket == nil {
      head += bytes
      guard let end = head.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
      isWebSocket = head.starts(with: Array("HTTP/1.1 101".utf8))
      start = bytes.count - (head.count - end)
    }
    guard isWebSocket == true else { return nil }
    for place in start..<bytes.count {
      partial.append(bytes[place])
      guard let length = Self.frameLength(partial), partial.count == length else { continue }
      if partial[0] & 0x0f == 1 { messages += 1 }
      partial = []
      guard let maximum = state.messagesUntilCut.withLock({ $0 }), messages >= maximum else { continue }
      state.cuts.withLock { $0 += 1 }
      return place + 1
    }
    return nil
  }

  /// The length of a frame with its head, as soon as that is known. A server's frames are not masked.
  private static func frameLength(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 2 else { return nil }
    let short = Int(bytes[1] & 0x7f)
    let extra = short == 126 ? 2 : short == 127 ? 8 : 0
    guard bytes.count >= 2 + extra else { return nil }
    let long = bytes[2..<2 + extra].reduce(0) { $0 << 8 | Int($1) }
    return 2 + extra + (extra == 0 ? short : long)
  }
}
